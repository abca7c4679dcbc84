"""Which sentences can stand alone: one that opens with "It", "The deal" or "But" leans on the sentence before."""

from __future__ import annotations

import re

_DANGLING = re.compile(
    r"""^[“"‘'(\[—–-]*\s*(?:
    (?:he|she|it|they|this|that|these|those|his|her|hers|its|their|theirs|him|them|there|here|who|which|whose|such|
       both|neither|either|none|each|others?|another|some|many|most|several|few|all|one|two|three|half|ones?|
       the\ (?:same|two|three|latter|former|others?|rest|result|reason|idea|point|answer|question|difference|last)|
       and|but|or|nor|so|yet|also|too|then|thus|hence|therefore|however|moreover|meanwhile|instead|still|besides|
       nevertheless|nonetheless|otherwise|likewise|similarly|conversely|indeed|again|even\ so|in\ addition|after\ that|
       as\ a\ result|by\ contrast|in\ contrast|on\ the\ other\ hand|for\ example|for\ instance|that\ said|either\ way|
       at\ the\ same\ time|in\ other\ words|in\ turn|not\ only|only|yes|no|what|why|how|when|where|because|since|
       (?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|some|\d+)\ (?:minute|hour|day|week|month|year)s?
       \ (?:later|earlier|before|after|afterwards)|later|earlier|next\ door|(?:on|in|at|for|by|with|from)\ the\ same|
       elsewhere|part\ of\ it|if\ so|if\ not)\b
    |(?:it|he|she|they|that|there|here|what|who|we|i|you)['’](?:s|re|ve|ll|d|m)\b
    |(?:i|we|my|our|you|your)\b
    |(?:the|this|that)\ (?:[\w-]+\ ){1,3}ones?\b
    |(?:(?:at\ least|at\ most|about|only|some|all|the)\ )?(?:two|three|four|five|six|seven|eight|nine|ten)\s
       (?:that|who|which|of\ (?:them|these|those)|are|were|have|had|will)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DEFINITE = re.compile(
    r"""^[“"‘'(\[]*\s*(?:the|its|their|his|her|that|this|these|those|both|under|with|after|before|for|at|in|of|to|by|
    about|from|until|since|according\ to)\s+(?:the\s+|that\s+|this\s+|its\s+|their\s+)?
    (?:(?-i:[a-z]+)\s+)?
    (?P<noun>company|firm|group|start-?up|chipmaker|chip\ maker|maker|developer|operator|utility|agency|regulator|bank|
    lender|lab|supplier|buyer|seller|owner|tenant|customer|deal|agreement|contract|transaction|offer|offering|order|
    round|raise|listing|filing|document|letter|statement|report|study|plan|proposal|project|site|campus|plant|building|
    facility|factory|line|loan|facility|notes?|bonds?|facilities|lease|permit|licences?|licenses?|vote|decision|ruling|
    move|change|delay|review|probe|investigation|case|complaint|settlement|hearing|order|investment|purchase|sale|
    acquisition|merger|partnership|venture|stake|shares?|stock|figure|number|sum|amount|price|money|capacity|machines?|
    chips?|processors?|devices?|parts?|products?|system|systems|service|model|models|executive|spokesman|spokeswoman|
    spokesperson|founder|chairman|person|people|man|woman|official|officials|commission|commissioners?|board|committee|
    department|ministry|court|judge|village|town|county|city|state|consequence|workforce|schedule|structure|market|
    table|issue|problem|tariff|clause|rule|prospectus|formula|condition|exhibit|lawsuit|appeal|bill|package|page|notice|
    disagreement|comparison|sale|increase|fall|drop|cut|rise|extension|business|draft|papers?)\b
    (?!\s+(?:of|for|between|at|in)\s+(?:the\s+)?[A-Z])""",
    re.IGNORECASE | re.VERBOSE,
)


_EARLY = re.compile(
    r"^\W*(?:[\w'’-]+,?\s+){1,4}?(?:it|they|he|she|its|their|them|the (?:company|group|firm|two|three|pair|agency))\b",
    re.IGNORECASE,
)


_LEANING = re.compile(r"\b(?:as well|too|the same)\s*[.,;:!?”\"]|\b(?:does|did|do|doing|done) so\b")
"""words that point to what was said before, wherever they stand"""


def stands_alone(sentence: str, named: bool) -> bool:
    """Returns whether a reader understands the opening without the sentence before.

    ``named`` says whether the sentence names an organisation near its beginning, which tells what "the deal" or
    "the company" is.
    """
    if _DANGLING.match(sentence) or _LEANING.search(sentence):
        return False
    return named or not (_DEFINITE.match(sentence) or _EARLY.match(sentence))
