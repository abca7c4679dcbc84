"""How far the words around a date lean ahead or back: what "on Tuesday", "in May", "the third quarter" turn on.

The verb group that governs a date is nearly always the nearest one to its left in the same clause, else the nearest
to its right. Groups are told by auxiliaries and endings, not by a parser: enough for "will", "is due to", "agreed to
pay", "said on Tuesday", and wrong where a clause nests another between verb and date. The answer is a number between
−1 (surely back) and 1 (surely ahead), so that callers can weigh it against how near the two readings lie.
"""

from __future__ import annotations

from reader.analysis.dates_lexicon import MOVING
from reader.analysis.dates_tokens import Tokens

_REACH = 30
"""tokens looked at on either side"""
SURE, TIMETABLE, LIKELY, SCHEDULED, SLIGHT = 1.0, 0.7, 0.5, 0.4, 0.3

_AHEAD_WORDS: dict[float, str] = {
    SURE: "will shall ll wo due scheduled slated pencilled penciled poised upcoming expects expected expecting "
    "anticipates plans intends aims hopes expect plan intend hope aim targeting aiming hoping planning",
    LIKELY: "would planned targets target targeted projected forecasts predicts promises intended anticipated likely "
    "unlikely going expires matures predicted",
    TIMETABLE: "starts begins opens closes launches arrives reopens restarts resumes retires ships delivers publishes "
    "decides hears lapses pays",
    SCHEDULED: "ends becomes takes meets votes returns follows comes goes falls",
    SLIGHT: "should may might could can must needs wants estimates sees",
}
_AHEAD = {word: value for value, words in _AHEAD_WORDS.items() for word in words.split()}
_WE_WILL = frozenset({
    "break", "start", "open", "begin", "launch", "ship", "close", "meet", "vote", "return", "move", "leave", "finish",
    "publish", "report", "announce", "reopen", "resume",
})  # fmt: skip
_NEVER_NOUNS = frozenset({"arrive", "begin", "resume", "expire", "reopen"})
_SHORTENED = {
    "won": SURE, "wouldn": LIKELY, "shouldn": SLIGHT, "couldn": -SLIGHT, "didn": -LIKELY, "wasn": -LIKELY,
    "weren": -LIKELY, "hadn": -LIKELY, "hasn": -LIKELY, "haven": -LIKELY,
}  # fmt: skip
"""what "won't", "didn't" say"""
_UTTERED = frozenset({
    "predicted", "promised", "pledged", "vowed", "agreed", "ordered", "offered", "proposed", "asked", "demanded",
    "urged", "decided", "announced", "threatened", "warned",
})  # fmt: skip
"""past verbs of what was said or decided on the day that follows, whatever it was about"""
_NOUN_FORMS = frozenset({"forecast", "cut", "bid", "hit", "split", "read"})
_AFTER_NOUN = frozenset({"on", "for", "in", "at", "by", "of", "to", ",", "."})
_SAME_FORM = frozenset({"put", "set", "cut", "hit", "let", "split", "shut", "bid"})
"""verbs whose past is their base form"""
_NOUNS_TOO = frozenset({
    "plans", "plan", "aims", "aim", "targets", "target", "hopes", "hope", "forecasts", "starts", "closes", "ends",
    "launches", "returns", "falls", "votes", "estimates", "promises", "opens",
})  # fmt: skip
_MODALS = frozenset({
    "will", "shall", "ll", "wo", "would", "should", "may", "might", "could", "can", "must",
})  # fmt: skip
_AUX = frozenset({
    "be", "been", "being", "have", "has", "had", "is", "are", "was", "were", "not", "also", "fully", "n", "t",
    "then", "only", "first", "likely", "probably", "never", "eventually", "now", "still", "soon",
})  # fmt: skip
_DETERMINERS = frozenset({
    "the", "its", "their", "of", "such", "no", "these", "his", "her", "a", "an", "any", "new", "for", "s",
    "those", "our", "all", "some", "quarterly", "annual",
})  # fmt: skip
IRREGULAR_PAST = frozenset({
    "said", "told", "rose", "fell", "sold", "bought", "made", "took", "gave", "got", "had", "was", "were",
    "did", "came", "became", "began", "broke", "brought", "built", "chose", "drew", "drove", "flew", "found",
    "grew", "held", "kept", "knew", "laid", "led", "left", "lent", "lost", "met", "paid", "ran", "saw", "sent",
    "shut", "spent", "spoke", "stood", "struck", "swung", "taught", "thought", "threw", "undertook", "went",
    "won", "wrote", "withdrew", "shook", "sank", "shrank", "hit", "put", "cut", "let", "beat", "bid", "quit",
    "split", "been", "gone", "done", "given", "taken", "shown", "seen", "fallen", "risen", "grown", "known",
    "begun", "withdrawn", "written", "hired", "slid", "sought", "sprang", "stuck", "wound", "heard", "read",
    "signed", "unwound", "backed", "drawn", "chosen", "driven", "spun", "understood", "forbade", "forgave",
    "overtook", "rebuilt", "resold", "caught", "fought", "dealt", "meant", "set", "forecast", "shot", "broken",
    "spoken", "sunk", "worn", "torn", "stolen", "frozen", "born", "borne",
})  # fmt: skip
_NO_VERB_ED = frozenset({
    "need", "speed", "seed", "feed", "hundred", "bed", "red", "shed", "fed", "embed", "united", "limited",
    "indeed", "exceed", "proceed", "succeed", "breed", "weed", "sacred", "naked", "wicked", "advanced",
    "biased",
})  # fmt: skip
_NOT_VERBS_AFTER_TO = frozenset({
    "the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "these", "those", "date", "about",
    "around", "nearly", "more", "less", "which", "whom", "what", "how", "all", "some", "any", "each", "both",
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "mid", "late", "early",
    "last", "next", "january", "february", "march", "april", "june", "july", "august", "september", "october",
    "november", "december", "first", "second", "third", "fourth", "it", "them", "him", "us", "me", "you", "be",
})  # fmt: skip
_OPENS_FUTURE = frozenset({
    "agreed", "expected", "planned", "scheduled", "ordered", "promised", "wanted", "hoped", "asked", "decided",
    "intended", "pledged", "committed", "vowed", "offered", "proposed", "required", "needed", "set", "told",
    "due", "supposed", "meant", "obliged", "contracted", "allowed", "invited", "prepared", "arranged", "poised",
    "forced", "threatened", "designed", "slated", "targeted", "aimed",
})  # fmt: skip
"""past verbs before "to" whose infinitive lies ahead; after others it is done ("began to ship", "declined to say")"""
_ASKING = _OPENS_FUTURE | {"requested", "demanded", "urged", "sought", "instructed"}
_CLOSE = 9
"""tokens before "by June" within which a past verb still says that it was done by then"""
_DONE_BEFORE_TO = frozenset({"out", "able", "helped", "used", "continued"})
_WAS = frozenset({"was", "were", "been"})
_DUE = frozenset({
    "due", "expected", "planned", "scheduled", "slated", "supposed", "meant", "set", "intended", "promised",
    "targeted", "hoped", "to",
})  # fmt: skip
BREAKS = frozenset({";", ":", "—", "(", ")"})
LINKERS = frozenset({
    "but", "which", "who", "while", "whereas", "although", "though", "because", "where", "when", "whose",
    "that",
})  # fmt: skip


def is_past_verb(word: str) -> bool:
    """Whether a lower-case word reads as a past form: an irregular one, or an ending in -ed."""
    return word in IRREGULAR_PAST or (len(word) > 3 and word.endswith("ed") and word not in _NO_VERB_ED)


def governs_infinitive(s: Tokens, i: int) -> bool:
    """Whether the "to" at ``i`` opens an infinitive ("to ship") and no place, person or range ("to Texas")."""
    following = s.word(i + 1)
    low = following.lower()
    if low == "be":
        return True
    if not following[:1].islower() or not following.isalpha() or low in _NOT_VERBS_AFTER_TO or low.endswith("ing"):
        return False
    return not low.endswith("s") or low.endswith("ss") or low == "focus"


def lean(s: Tokens, i: int, j: int) -> float:
    """How far the clause around tokens ``i`` to ``j`` (exclusive) leans ahead (to 1) or back (to −1); 0 unknown."""
    if s.at(i - 1) == "since":
        return -SURE
    k = i - 2 if s.at(i - 1) == "the" else i - 1
    if s.at(k) == "to" and is_moving(s, k):
        return SURE
    if s.at(i - 1) in ("until", "through", "effective", "payable", "due") and not _opens(s, i - 1):
        return LIKELY
    said = i - 2 if s.at(i - 1) == "on" else i - 1
    if s.at(said) in _UTTERED and s.at(said - 1) not in _AUX and s.at(said - 1) not in _MODALS:
        return -SURE  # "Acme predicted Wednesday"
    due = _deadline(s, i)
    for k in range(i - 1, max(-1, i - _REACH), -1):
        word = s.low[k]
        if word in BREAKS or (word in LINKERS and s.at(k - 1) == ","):
            break
        found = _verdict(s, k)
        if found is not None:
            return LIKELY if found < 0 and due and (word in _ASKING or k < due - _CLOSE) else found
    if due and not _opens(s, due):
        return LIKELY
    for k in range(j, min(len(s), j + _REACH)):
        if s.low[k] in BREAKS:
            break
        found = _verdict(s, k)
        if found is not None:
            return found
    return LIKELY if due or s.at(i - 1) in ("until", "through") else 0.0


def _opens(s: Tokens, k: int) -> bool:
    """Whether nothing but a conjunction stands before the deadline at ``k``: "But by Sunday, it had changed"."""
    return k == 0 or (k == 1 and s.low[0] in ("but", "and", "yet", "so", "then"))


def _deadline(s: Tokens, i: int) -> int:
    """Returns the "by" or "before" that makes the date a deadline, 0 where none does."""
    for k in range(i - 1, max(0, i - 5), -1):
        if s.low[k] in ("by", "before"):
            return k
        if s.low[k] not in ("the", "end", "of", "middle", "mid", "-", "early", "late", "start", "beginning"):
            break
    return 0


def is_moving(s: Tokens, i: int) -> bool:
    """Whether a verb of moving a date stands within eight tokens before ``i``."""
    return any(s.at(k) in MOVING for k in range(i - 1, max(-1, i - 9), -1))


def looks_ahead(s: Tokens, i: int, j: int) -> bool | None:
    """Whether the clause around tokens ``i`` to ``j`` (exclusive) looks ahead; None where no verb speaks."""
    value = lean(s, i, j)
    return True if value >= SLIGHT else False if value <= -SLIGHT else None


def _verdict(s: Tokens, k: int) -> float | None:
    word = s.low[k]
    if word == "to":
        return _infinitive(s, k)
    if word in _SHORTENED and s.at(k + 2) == "t" and s.tight(k) and s.at(k + 1) in ("'", "’"):
        return _SHORTENED[word]
    if word in _AHEAD:
        return _ahead(s, k, word)
    if word in _NEVER_NOUNS and s.at(k - 1) not in ("to", "did", "t", "not"):
        return TIMETABLE  # "two scanners arrive in February"
    if word in _WE_WILL and s.at(k - 1) in ("we", "they", "you", "i"):
        return TIMETABLE  # "we break ground in February"
    if word in _SAME_FORM and s.at(k - 1) in ("or", "and"):
        return None  # "must adopt it or put it to the vote in April"
    if is_past_verb(word):
        return _past(s, k, word)
    return None


def _infinitive(s: Tokens, k: int) -> float | None:
    if not governs_infinitive(s, k):
        return None
    before = s.at(k - 1)
    if before in _DONE_BEFORE_TO:
        return -LIKELY
    if before in ("is", "are"):
        return SURE
    if before in _WAS:
        return 0.0
    if is_past_verb(before) and before not in _OPENS_FUTURE:
        return -LIKELY
    if before in _DUE and s.at(k - 2) in _WAS:
        return 0.0
    return LIKELY


def _ahead(s: Tokens, k: int, word: str) -> float | None:
    before = s.at(k - 1)
    if word == "due" and s.at(k + 1) == "to" and not governs_infinitive(s, k + 1):
        return None
    if word in _DUE and (before in _WAS or (before in _AUX and s.at(k - 2) in _WAS)):
        return 0.0
    if word in ("may", "can") and s.words[k][0].isupper():
        return None
    if word in ("would", "could", "should", "might", "may") and s.at(k + 1) == "have" and is_past_verb(s.at(k + 2)):
        return 0.0
    if word in ("could", "can") and s.at(k + 1) in ("not", "n"):
        return -SLIGHT
    plain = s.word(k - 1).islower()
    if word in _NOUNS_TOO and plain and (before in _DETERMINERS or before.endswith(("al", "ic", "ed", "ing", "ion"))):
        return SLIGHT if word in ("plans", "plan") and s.at(k + 1) == "to" else None
    if word in _NOUNS_TOO and s.at(k + 1) == "of":
        return None
    return _AHEAD[word]


def _past(s: Tokens, k: int, word: str) -> float | None:
    if word == "set" and s.at(k + 1) in ("to", "for") and s.at(k - 1) in ("is", "are", "now", "also"):
        return SURE
    if word == "won" and (s.at(k - 1).isdigit() or s.at(k - 1) in ("tn", "bn", "trillion", "billion", "million")):
        return None
    lower = s.word(k - 1).islower()
    if word in _NOUN_FORMS and (s.at(k - 1) in _DETERMINERS or (lower and s.at(k + 1) in _AFTER_NOUN)):
        return None  # "will present its forecast on July 16"
    seen: set[str] = set()
    for b in range(k - 1, max(-1, k - 6), -1):
        before = s.low[b]
        if before in _MODALS:
            if before in ("would", "could", "should", "might", "may") and "have" in seen:
                return 0.0
            if before in ("could", "can") and "not" in seen:
                return -LIKELY
            return SURE if before in ("will", "shall", "ll", "wo") else LIKELY if before == "would" else SLIGHT
        if before == "to":
            return _infinitive(s, b) if governs_infinitive(s, b) else -LIKELY
        if before not in _AUX:
            break
        seen.add(before)
    if seen & {"is", "are"} and not seen & {"has", "have"}:
        return 0.0
    if word in ("had", "was", "were", "been", "have"):
        return -LIKELY
    return -SURE
