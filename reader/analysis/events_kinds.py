"""The kind of a happening: cue words of its sentence, weighed by how telling they are and how near the date.

A kind is a convention rather than a fact (an order by a regulator is "regulation", an order of chips a "deal"), so
the words of a matter ("loan", "listing", "campus") outweigh the verbs that go with anything ("agreed", "opened").
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.analysis.dates_tokens import Tokens
from reader.analysis.events_clauses import Governor
from reader.analysis.events_lexicon import VERB_FORMS
from reader.analysis.lexicon import Lexicon
from reader.analysis.sieve import Sieves, heads
from reader.model.findings import EventKind
from reader.model.lexicon import CompanyKind

_CUES: dict[EventKind, tuple[str, str, str]] = {
    # telling words, plain words, verbs (base forms)
    EventKind.FILING: (
        "listing ipo prospectus registration roadshow debut s-1 flotation draft f-1 10-k 10-q 8-k nasdaq nyse",
        "filing filings application applications request float report quota",
        "file refile submit list float apply register withdraw",
    ),
    EventKind.FINANCING: (
        "loan loans credit bond bonds notes convertible debt refinancing lender lenders borrowing coupon "
        "mortgage tranche "
        "maturity interest basis repayment",
        "instalment installment payment signing cash rest dividend vesting",
        "borrow lend refinance repay mature prepay vest underwrite",
    ),
    EventKind.FUNDING: (
        "fundraising valuation seed funding",
        "series investors round",
        "value invest",
    ),
    EventKind.PRICING: (
        "price prices pricing discount cheaper dram nand",
        "tier kit cents rent tokens rental memory",
        "price charge discount",
    ),
    EventKind.EARNINGS: ("earnings profit results margin", "revenue loss shareholders sales", "report earn"),
    EventKind.OUTLOOK: (
        "forecast guidance outlook relief supply guess",
        "spending capex estimate shortage demand",
        "forecast predict project",
    ),
    EventKind.PERSONNEL: (
        "resignation layoffs appointment departure",
        "engineers staff",
        "appoint hire resign retire oust dismiss depart leave",
    ),
    EventKind.REGULATION: (
        "regulator regulators review clearance approval antitrust licence licences hearing vote decision bill "
        "law senate "
        "commission committee court ruling investigation probe inquiry referendum tariff ban settlement "
        "petition senators "
        "congress questionnaire case referral order consent quota comment lawmakers ministers exports docket "
        "lawsuit suit regulations",
        "rule rules permit officials safeguards answers staff tax question executive act",
        "approve clear authorise authorize ban block investigate probe rule vote annex legislate veto sanction "
        "restrict license licence hear sue",
    ),
    EventKind.CONSTRUCTION: (
        "campus ground groundbreaking substation plant fab halls shell shells wafers reactor turbine turbines "
        "interconnection site buildings building batteries lines construction",
        "power phase mw gw gigawatt megawatts centers centres gas solar output capacity steel acres",
        "build construct energise energize complete finish commission demolish excavate connect break pour",
    ),
    EventKind.LAUNCH: (
        "launch release production rollout shipments tape-out volume preview beta successor generation availability",
        "product model service cluster chips region customers version",
        "launch release introduce unveil ship sample deploy debut tape roll install demonstrate preview discontinue",
    ),
    EventKind.DEAL: (
        "deal agreement contract acquisition partnership alliance merger takeover lease stake option commitment "
        "warrant "
        "purchase memorandum",
        "tenant order orders hardware shares customer",
        "agree sign buy acquire purchase license partner contract order reserve commit award win merge lease rent "
        "exercise sell widen extend renew",
    ),
}  # fmt: skip


def _table() -> dict[str, tuple[EventKind, float]]:
    out: dict[str, tuple[EventKind, float]] = {}
    for kind, (telling, plain, _) in _CUES.items():
        for words, weight in ((telling, 2.0), (plain, 0.7)):
            for word in words.split():
                out.setdefault(word, (kind, weight))
    return out


def _verbs() -> dict[str, EventKind]:
    return {verb: kind for kind, (_, _, verbs) in reversed(_CUES.items()) for verb in verbs.split()}


_PHRASES: dict[EventKind, str] = {
    EventKind.FILING: (
        r"(?:go|goes|going|went) public|(?:to|will|would|not) list|listing|ipo|initial public offering|s-1|"
        r"testimony|prospectus|confidentially submitted|(?:files?|filed|refiled?) (?:again|for|with|a|its|an)"
    ),
    EventKind.FINANCING: (
        r"borrow(?:ed|s|ing)?|(?:sold|sells?|priced|prices|placed|issued?) .{0,40}(?:bonds|notes|convertible|debt)|"
        r"(?:signed|closed|first|new|bridge|federal|term|the) loan|repa(?:y|id|ys)|paid back|refinanc\w+|fall due|"
        r"falls? due|tranche|credit line|commitments are due|bondholders .{0,30}(?:voted|met|agreed)|lend|lent"
    ),
    EventKind.FUNDING: (
        r"valued (?:it |the company )?at|had been valued|series [a-k]|(?:private|funding|equity|seed) round|"
        r"round (?:was |, )?.{0,30}led by|golden share|(?:put|sent) [¥€$£].{0,40}(?:in|into)|granted [¥€$£]"
    ),
    EventKind.DEAL: (
        r"joint venture|take over|takes over|took over|takeover|(?:will|would|to) pay .{0,30} for|paid .{0,30} for|"
        r"agreed .{0,20}(?:to )?(?:pay|buy|take|rent|lease|license|acquire|sell|supply)|letters? of intent|"
        r"transaction|(?:deal|merger|acquisition|sale|takeover|they|it\b) .{0,30}close[sd]?|offer of|dropped out|"
        r"bid for|partnership|(?:25|20|15|ten|five|ten)-year agreement|contract (?:with|runs|ends)|option on"
    ),
    EventKind.PERSONNEL: (
        r"jobs .{0,30}(?:go|cut)|cut .{0,20}jobs|lay off|laid off|resign(?:ed|s)?|step(?:s|ped)? down|appointed|"
        r"named .{0,30}(?:chief|chair\w*|president|head)|succeed(?:s|ed)?|hired .{0,40} as"
    ),
    EventKind.LAUNCH: (
        r"restart(?:ed|s|ing)?|resum(?:e|es|ed|ing)|back to the grid|(?:deliver\w+|shipments?|operations) (?:to )?"
        r"(?:begin|start|resume)s?|tap(?:e|es|ed|ing) out|goes live|go live|went live|come online|comes online|"
        r"released?|unveil(?:ed|s)?|launch(?:ed|es)?|first (?:wafers|chips|samples|customer design)"
    ),
    EventKind.REGULATION: (
        r"vot(?:e|ed|es) (?:\d|against|to|for|on)|approv(?:e|ed|es)|clear(?:ed|s) (?:the|its)|"
        r"(?:was|were) granted|granted by|ruled|ruling|public comment|formal (?:charges|probe|investigation)|"
        r"in force|take effect|takes effect|hearing|lets? .{0,20}expire|asked for more documents|second request"
    ),
    EventKind.OUTLOOK: (
        r"expects? .{0,60}(?:revenue|sales|savings|growth|demand|spending)|(?:revenue|sales|demand|growth|it) "
        r".{0,60}(?:will|should|would) (?:reach|grow|double|rise|fall)|told investors to expect|break even|"
        r"raised its .{0,20}(?:target|forecast|outlook|guidance|view)|sold out|forecasts|predicts|guides? to|"
        r"had said .{0,12}(?:close|about|more)|will remain short|exceeds? supply|capital spending in"
    ),
    EventKind.PRICING: r"prices? .{0,30}(?:rose|fell|rise|cut|up|down)|contract \w+ rose|discount|price cut",
    EventKind.EARNINGS: r"reported|reports? on|quarterly report|told analysts",
    EventKind.CONSTRUCTION: (
        r"broke ground|breaks ground|began to flow|finish(?:es|ed)? .{0,30}(?:extension|plant|hall|building)|"
        r"(?:hall|building|plant|campus|fab|factory) .{0,40}(?:opens?|opened|handed over|is to open|be ready|"
        r"begin)|starts? making|double its works|first power|energi[sz]ed|work on .{0,40}begin|"
        r"pour(?:ed)? concrete"
    ),
}
"""what a clause says outright, whatever its article is about"""
_PHRASE_KINDS = tuple(_PHRASES)
PHRASE_PATTERNS = Sieves(rf"(?<!\w)(?:{pattern})(?!\w)" for pattern in _PHRASES.values())
_OUTRIGHT = 2.2
_WORDS = _table()
_LEMMAS = _verbs()
_VERBS = {word: _LEMMAS[form[0]] for word, form in VERB_FORMS.items() if form[0] in _LEMMAS}
_TELLING = _WORDS.keys() | _VERBS.keys()
_REACH = 40
"""tokens to either side of the date that are asked"""


def kind_of(
    s: Tokens, i: int, j: int, clause: tuple[int, int], found: Governor | None, parties: Sequence[str], lexicon: Lexicon
) -> EventKind:
    """Returns the kind with most weight; words in the date's own clause count twice, the governing verb more."""
    weights: dict[EventKind, float] = {}
    first, last = clause
    for k in range(max(0, i - _REACH), min(len(s), j + _REACH)):
        word = s.low[k]
        if word not in _TELLING or i <= k < j or (k and s.words[k][0].isupper() and not s.words[k].isupper()):
            continue
        near = (1.0 if first <= k < last else 0.4) / (1.0 + abs(k - i) / 12.0)
        cue = _WORDS.get(word)
        if cue is not None:
            weights[cue[0]] = weights.get(cue[0], 0.0) + cue[1] * near
        if word in _VERBS:
            kind = _VERBS[word]
            weights[kind] = weights.get(kind, 0.0) + 0.8 * near
    if found is not None and found.verb and found.lemma in _LEMMAS:
        kind = _LEMMAS[found.lemma]
        weights[kind] = weights.get(kind, 0.0) + 1.2
    told = " ".join(s.low[first:last])
    for at in PHRASE_PATTERNS.candidates(heads(s.low[first:last])):
        if PHRASE_PATTERNS[at].search(told):
            kind = _PHRASE_KINDS[at]
            weights[kind] = weights.get(kind, 0.0) + _OUTRIGHT
    for company in parties:
        entry = lexicon.companies.get(company)
        if entry is not None and entry.kind is CompanyKind.AGENCY:
            weights[EventKind.REGULATION] = weights.get(EventKind.REGULATION, 0.0) + 0.8
            break
    best = max(weights, key=lambda kind: weights[kind], default=EventKind.OTHER)
    return best if weights.get(best, 0.0) >= 0.35 else EventKind.OTHER
