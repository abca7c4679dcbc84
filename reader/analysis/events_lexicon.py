"""The words of happenings: verbs and nouns with the kind of event they speak of, and the words that speak of none.

To add a cue, put its base form on the line of its kind; regular inflections are made here, irregular ones are listed.
The first kind in ``KINDS`` order wins where a word is on two lines.
"""

from __future__ import annotations

from reader.model.findings import EventKind

_VERBS: dict[EventKind, str] = {
    EventKind.FILING: "file refile submit register list float apply",
    EventKind.FUNDING: "raise invest",
    EventKind.FINANCING: "borrow lend refinance repay mature fund finance underwrite securitise securitize "
    "issue redeem "
    "draw pay prepay",
    EventKind.PERSONNEL: "appoint hire resign retire depart promote replace succeed oust sack dismiss fire "
    "leave join",
    EventKind.REGULATION: "approve clear authorise authorize ban block investigate probe rule vote sue fine settle "
    "enact legislate prohibit restrict sanction certify license licence permit hear decide annex refer notify "
    "subpoena "
    "veto repeal impose exempt designate blacklist allow reject object intervene review challenge appeal adopt",
    EventKind.CONSTRUCTION: "build construct energise energize complete finish connect commission demolish excavate "
    "pour erect equip hand break",
    EventKind.LAUNCH: "launch release introduce unveil ship sample deploy debut roll open tape produce manufacture "
    "install demonstrate show publish preview deliver start begin enable support train add discontinue retire "
    "upgrade serve run offer develop design",
    EventKind.DEAL: "agree sign buy acquire purchase license partner contract order reserve commit award win "
    "merge lease "
    "rent exercise sell divest supply secure select choose pick extend expand renew renegotiate terminate place book "
    "take acquire swap transfer close combine join team convert receive get give amend widen cover include allocate "
    "procure",
    EventKind.PRICING: "price discount charge reprice reset",
    EventKind.EARNINGS: "report earn post",
    EventKind.OUTLOOK: "forecast guide project predict expect estimate see anticipate target aim warn",
    EventKind.OTHER: "found announce cancel drop stop halt suspend delay postpone withdraw pull shelve scrap abandon "
    "miss exit quit move shift rename split spin form create establish start end expire disclose reveal confirm "
    "outline detail plan propose ask request demand invite visit meet attend attack breach steal crash fail recall "
    "collapse lose gain shut cease resume restart revive return reach hit pass slip push lapse vest happen occur "
    "take strike switch adopt respond cut lift raise lower revise tell say write argue reject accept decline warn "
    "answer move add begin peak contribute follow arrive come go appear hold become turn make put set slip let "
    "surrender apologise apologize admit deny mark celebrate test measure face remove leave walk relocate restore "
    "fix resolve own invent present convene inaugurate inspect audit discover arrest charge protest "
    "dedicate host kick rise fall grow shrink double halve",
}  # fmt: skip

_NOUNS: dict[EventKind, str] = {
    EventKind.FILING: "filing listing ipo offering prospectus registration roadshow debut s-1 flotation application "
    "float draft",
    EventKind.FUNDING: "round fundraising series fundraise",
    EventKind.FINANCING: "loan bond note notes bonds debt facility convertible refinancing lender coupon "
    "revolver borrowing "
    "repayment maturity payment instalment installment tranche default dividend buyback",
    EventKind.PERSONNEL: "appointment departure resignation layoff layoffs redundancy",
    EventKind.REGULATION: "approval review ruling order ban investigation probe inquiry hearing vote decision "
    "law bill rule "
    "rules clearance licence licences license licenses referendum petition complaint lawsuit settlement quota tariff "
    "sanction sanctions consultation deadline referral trial verdict appeal regulation act moratorium permit "
    "subpoena "
    "questionnaire notification comment judgment injunction zoning tax tender executive",
    EventKind.CONSTRUCTION: "construction groundbreaking completion building power phase halls campus "
    "substation plant fab "
    "capacity commissioning energisation interconnection shell shells site line fitting-out outage",
    EventKind.LAUNCH: "launch release production rollout unveiling shipment shipments tape-out availability "
    "introduction "
    "preview debut beta generation successor version",
    EventKind.DEAL: "deal agreement contract acquisition purchase partnership alliance merger takeover lease "
    "order orders "
    "tie-up joint-venture stake option memorandum signing closing commitment venture award renewal term",
    EventKind.PRICING: "price prices pricing discount surcharge",
    EventKind.EARNINGS: "results earnings profit loss revenue sales",
    EventKind.OUTLOOK: "forecast outlook guidance target projection estimate",
    EventKind.OTHER: "announcement withdrawal delay cancellation postponement meeting conference summit "
    "incident outage "
    "breach fire attack keynote event edition announcement collapse bankruptcy strike test visit",
}  # fmt: skip

_IRREGULAR = {
    "build": "built", "lend": "lent", "buy": "bought", "sell": "sold", "win": "won", "take": "took taken",
    "choose": "chose chosen", "withdraw": "withdrew withdrawn", "draw": "drew drawn", "spin": "spun", "say": "said",
    "tell": "told", "write": "wrote written", "meet": "met", "lose": "lost", "hold": "held", "see": "saw seen",
    "give": "gave given", "get": "got", "begin": "began begun", "break": "broke broken", "come": "came",
    "go": "went gone",
    "make": "made", "leave": "left", "pay": "paid", "repay": "repaid", "prepay": "prepaid", "show": "showed shown",
    "steal": "stole stolen", "strike": "struck", "put": "put", "set": "set", "cut": "cut", "hit": "hit",
    "shut": "shut",
    "split": "split", "quit": "quit", "let": "let", "become": "became become", "hear": "heard", "run": "ran run",
    "rise": "rose risen", "fall": "fell fallen", "grow": "grew grown", "shrink": "shrank shrunk",
    "forecast": "forecast",
    "reset": "reset", "forbid": "forbade forbidden",
}  # fmt: skip
_DOUBLING = frozenset({
    "ship", "ban", "drop", "stop", "plan", "slip", "pin", "permit", "refer", "prefer", "scrap", "cancel",
    "commit", "submit", "begin", "get", "run", "set", "cut", "hit", "shut", "split", "win", "put", "let",
    "spin", "quit", "swap", "fit", "admit", "transfer",
})  # fmt: skip


def inflections(verb: str) -> tuple[str, ...]:
    """The forms of a verb: base, third person, past, participles."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = verb + "es"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        third = verb[:-1] + "ies"
    else:
        third = verb + "s"
    stem = (
        verb + verb[-1] if verb in _DOUBLING else verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    )
    past = verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeiou" else stem + "ed"
    forms = [verb, third, stem + "ing", *(_IRREGULAR[verb].split() if verb in _IRREGULAR else [past])]
    if verb.endswith("el"):
        forms += [f"{verb}led", f"{verb}ling"]
    return tuple(forms)


def _verb_forms() -> dict[str, tuple[str, EventKind]]:
    out: dict[str, tuple[str, EventKind]] = {}
    for kind, words in _VERBS.items():
        for verb in words.split():
            for form in inflections(verb):
                out.setdefault(form, (verb, kind))
    return out


VERB_FORMS = _verb_forms()
"""inflected form → (base form, kind)"""
NOUN_KINDS: dict[str, EventKind] = {
    form: kind
    for kind, words in reversed(_NOUNS.items())
    for noun in words.split()
    for form in (noun, noun if noun.endswith("s") else noun + "s")
}
"""event noun → kind"""

SAYING = frozenset({
    "said", "says", "say", "told", "tells", "wrote", "writes", "argued", "argues", "noted", "notes",
    "commented", "explained", "explains", "according", "thinks", "believes", "saying",
})  # fmt: skip
"""reporting verbs: alone they date the statement, not a happening"""
ANNOUNCING = frozenset({
    "announced", "announces", "announce", "reported", "reports", "disclosed", "confirmed", "unveiled",
    "published", "revealed", "warned", "forecast", "launched", "introduced",
})  # fmt: skip
LEVEL = frozenset({
    "was", "were", "is", "are", "be", "been", "stood", "stands", "totalled", "totaled", "came", "comes",
    "reached", "accounted", "rose", "rises", "fell", "falls", "grew", "grows", "dropped", "climbed", "traded",
    "closed", "cost", "costs", "averaged", "amounted", "represented", "supplied", "had", "has", "have",
    "increased", "decreased", "declined", "gained", "lost", "doubled", "tripled", "quadrupled", "halved",
    "jumped", "soared", "sank", "shrank", "narrowed", "spent", "employed", "employs", "earned", "generated",
    "trades", "equalled", "equaled", "remained", "surged", "tumbled", "edged", "hovered", "plunged",
    "rallied", "attributed", "brought", "held", "boasted", "boasts",
})  # fmt: skip
"""verbs of level and change: with a number and no event noun they report a figure of the period"""
MARKET = frozenset({
    "shares", "share", "stock", "stocks", "index", "trading", "nasdaq's", "market",
})  # fmt: skip
"""subjects whose rise and fall on a day is no event"""
COMPARING = frozenset({
    "than", "from", "against", "versus", "vs", "compared", "over", "like",
})  # fmt: skip
AGENT_NOUNS = frozenset({
    "company", "companies", "firm", "group", "officials", "agency", "regulator", "regulators", "commission",
    "committee", "ministry", "government", "department", "maker", "startup", "start-up", "developer", "utility",
    "it", "they", "we", "two", "both", "board", "bank", "court", "council", "chief", "executive", "authority",
    "spokesperson", "statement", "filing", "ceo", "cfo", "president", "chairman", "official", "lab", "operator",
    "administration", "senate", "house",
})  # fmt: skip
NOBODY = frozenset({
    "analyst", "analysts", "person", "people", "source", "sources", "trader", "traders", "investor",
    "investors", "manager", "lawyer", "critics", "economist", "consultant", "neighbor",
})  # fmt: skip
BACK_REFERENCES = frozenset({
    "it", "its", "company", "group", "firm", "maker", "start-up", "startup", "lab", "lender", "utility",
    "developer", "operator", "he", "she", "his", "her", "chief",
})  # fmt: skip
PLURAL_REFERENCES = frozenset({
    "they", "their", "both", "companies", "partners", "two", "firms", "sides",
})  # fmt: skip
