"""The words by which a line of a feed's text is known to be no part of the article, see ``reader.furniture``."""

from __future__ import annotations

import re
from functools import cached_property


def _any(*patterns: str) -> re.Pattern[str]:
    """One pattern of several, blind to case but where it says ``[A-Z]``: names need their capitals."""
    return re.compile("|".join(f"(?:{p})" for p in patterns).replace("[A-Z]", "(?-i:[A-Z])"), re.IGNORECASE)


class Opening:
    """Patterns that the beginning of a line is held against, blind to case but where they say ``[A-Z]``.

    The lower-case line is asked first: where letters stand for themselves alone, an alternative whose first letter
    is another one costs next to nothing, and few lines match any.
    """

    def __init__(self, *patterns: str) -> None:
        self._patterns = patterns
        self._lower = re.compile("|".join(f"(?:{p})" for p in patterns).replace("[A-Z]", "[a-z]"))

    def match(self, text: str, lower: str) -> bool:
        """Says whether ``text`` begins so; ``lower`` is the same in lower case."""
        return self._lower.match(lower) is not None and self._exact.match(text) is not None

    @cached_property
    def _exact(self) -> re.Pattern[str]:
        return _any(*self._patterns)


class Once:
    """A pattern that is compiled when it is first needed: all of them would take longer than most feeds."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def read(self) -> re.Pattern[str]:
        return _any(self._pattern)


class Phrases:
    """Patterns that are looked for anywhere in a line, each with the words of which it needs one.

    The words (an underscore is a blank) are found many times as fast as the pattern.
    """

    def __init__(self, *phrases: tuple[str, str]) -> None:
        self._phrases = tuple(
            (tuple(word.replace("_", " ") for word in words.split()), Once(pattern)) for words, pattern in phrases
        )

    def search(self, text: str, lower: str) -> bool:
        """Says whether a pattern stands in ``text``; ``lower`` is the same in lower case."""
        for words, pattern in self._phrases:
            for word in words:
                if word in lower:
                    if pattern.read.search(text):
                        return True
                    break
        return False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHARE_WORDS = _words(
    "share tweet post e mail email print copy link facebook twitter x linkedin reddit whatsapp telegram pocket "
    "flipboard mastodon bluesky threads pinterest instagram youtube save bookmark rss feed subscribe follow permalink "
    "comment comments reply like likes home back top next previous prev login log in sign up to this article story on "
    "via and or page reprints more menu search close pdf listen advertisement"
)
SHARE_SPLIT = re.compile(r"[\s|·•/,:;»›>→←\[\]()&+-]+")
SHARE_ANCHOR = _words(
    "share tweet mail email e-mail print facebook twitter linkedin reddit whatsapp bookmark rss subscribe permalink "
    "comments comment reprints login advertisement"
)

# anywhere in the text: a whole line that says so is never prose
ALWAYS = Opening(
    r"(?:©|\(c\) ?(?:19|20)\d\d|copyright (?:©|\(c\)|(?:19|20)\d\d))",
    r"all rights reserved\b",
    r"(?:photo(?:graph)?(?: credit| illustration| by)?|image(?: credits?| source| by| courtesy)?|"
    r"picture(?: credit)?|illustration(?: by)?|"
    r"credits?|graphic) ?: ?[^.]{2,90}\.?$",
    r"(?:photo|image|photograph|illustration) (?:by|courtesy of|via) [^.]{2,80}$",
    r"(?:click here to )?(?:read|see|view|continue|keep|get|watch|listen to|go to) (?:the )?(?:more|full|rest|"
    r"whole|original|complete|"
    r"entire|reading)\b(?: (?:of (?:this|the) )?(?:article|story|post|text|report|entry|release|version|reading|"
    r"paper|thread|on|at|here))*"
    r"(?: (?:on|at|in|from) [^.!?]{2,60})?[ .…»›>→:\]\)]*$",
    r"(?:read (?:more|next|also|on)|related(?: (?:reading|stories|articles|posts|coverage|content|links?|news))?|"
    r"see also|"
    r"also read|further reading|more (?:from|on|stories|coverage|news|in)|most (?:read|popular|viewed)|"
    r"recommended(?: (?:reading|stories|for you))?|"
    r"from (?:our|the) archives?|you (?:may|might) also (?:like|be interested in)|don['’]t miss|up next|"
    r"what to read next|trending(?: now)?|"
    r"editors?['’]s? (?:picks?|choice)|popular (?:stories|posts)|latest (?:stories|news|headlines)) ?:",
    r"(?:related (?:reading|stories|articles|posts|coverage|content|links|news)|see also|further reading|"
    r"most (?:read|popular|viewed)|"
    r"recommended (?:reading|stories|for you)|you (?:may|might) also (?:like|be interested in)|what to read next|"
    r"trending now|"
    r"editors?['’]s? (?:picks?|choice)|popular (?:stories|posts)|latest (?:stories|news|headlines)|"
    r"more (?:stories|from us))$",
    r"the post .{1,300} (?:first )?appeared (?:first )?on ",
    r"this (?:article|story|post|report|content|piece|press release|release|column|feed|text) (?:was|is|has been|"
    r"first|originally|also|may|contains) ?"
    r"(?:been |was |first |originally |automatically )*(?:appeared|published|supplied|provided|generated|produced|"
    r"syndicated|distributed|"
    r"edited|translated|written|sponsored|brought|reproduced|part of our|for (?:informational|subscribers|"
    r"members)|affiliate)\b",
    r"(?:\d[\d,.]* )?comments?(?: ?[(:·•|-]+ ?\d*\)?.*| off| closed| are closed| section| feed)?$",
    r"(?:leave|post|write|add|view|show|load|hide|see|submit) (?:a |your |all |more |the |\d+ )?(?:comments?|"
    r"reply|replies)\b.{0,60}$",
    r"(?:no comments yet|be the first to (?:comment|share|leave|reply)|join the (?:conversation|discussion)|"
    r"discuss (?:this|on)\b)",
    r"\(?(?:additional |other )?(?:reporting|writing|editing|edited|compiled|translated|research|"
    r"graphics?) (?:and (?:writing|editing|reporting) )?"
    r"by [A-Z][^.!?]{2,200}[.)]*$",
    r"\([^()]{2,60}(?:; ?|, )(?:editing|edited|reporting|writing|compiled) by [^()]{2,120}\)$",
    r"(?:additional reporting|with assistance|with contributions?|additional (?:research|editing)) (?:by|from) ",
    r"our standards ?: ",
    r"(?:filed under|tags?|tagged(?: (?:with|as|under))?|topics?|categor(?:y|ies)|posted in|keywords|labels|"
    r"in this (?:article|story)|hashtags) ?: ?\S",
    r"(?:media|press|investors?|investor relations|public relations|pr|ir|analyst|company|corporate|editorial|"
    r"sales|news ?room)"
    r"(?: (?:&|and|or) \w+)?(?: relations)? ?(?:contacts?|inquiries|enquiries|queries|"
    r"relations)(?: information)?\b ?:?(?:.{0,160})$",
    r"contacts?(?: (?:information|us|details))? ?:",
    r"contacts?$",
    r"view source version on ",
    r"(?:for (?:more|further|additional) (?:information|details|news)|to learn more|learn more|"
    r"find out more)\b[^.]{0,120}"
    r"(?:visit|contact|see|go to|follow|at|on|click|call|about)\b",
    r"(?:forward[- ]looking statements?|safe[- ]harbou?r(?: statements?)?|cautionary (?:note|statement)\b.{0,80}|"
    r"disclaimers?|disclosures?|"
    r"legal notice|important (?:notice|information)|trademarks?|non-gaap (?:financial measures|disclosure)|"
    r"note to editors?|notes? to editors?)[:.]?$",
    r"(?:this|the (?:above|foregoing)) (?:press |news )?(?:release|announcement|communication|"
    r"document)[^.]{0,60}contains? [^.]{0,60}forward[- ]looking",
    r"(?:forward-looking statements|all statements other than statements of historical|actual results (?:may|"
    r"could) differ)",
    r"(?:disclosure|disclaimer|editor['’]s note|correction policy|ethics statement|affiliate (?:link|disclosure)|"
    r"full disclosure) ?: ",
    r"(?:nothing (?:here|in this)|this (?:newsletter|site|blog|is)|the (?:information|content|views|"
    r"opinions))\b[^.]{0,120}"
    r"(?:investment advice|financial advice|informational purposes|solely those of|"
    r"do not (?:necessarily )?(?:reflect|represent))",
    r"(?:this is )?not (?:investment|financial|legal) advice",
    r"(?:quotes|prices|data) (?:are |is )?delayed (?:by |at least )",
    r"(?:we|this (?:site|website)) uses? cookies|by (?:subscribing|signing up|continuing|clicking|using|"
    r"submitting)\b.{0,40}\byou (?:agree|consent|accept)",
    r"(?:terms of (?:use|service)|privacy policy|cookie (?:policy|settings)|terms (?:&|and) conditions)\b.{0,80}$",
    r"(?:please )?(?:enable javascript|disable your ad ?blocker|turn off your ad)",
    r"(?:advertis(?:e|ement|ing)|sponsored(?: (?:content|post|by .{1,60}))?|promoted(?: content)?|partner content|"
    r"techcrunch event|paid post)$",
    r"(?:scroll to continue|skip to (?:content|main|end|navigation)|back to top|loading\.*|play video|"
    r"watch the video|listen to (?:this )?(?:article|story)|"
    r"(?:\d+[- ]min(?:ute)?s? (?:read|listen))|jump to (?:comments|section)|"
    r"story continues below(?: advertisement)?|article continues.{0,30}|"
    r"continue reading.{0,40}|tap to unmute|table of contents|in this article|click (?:here|to) .{0,60})[.:]?$",
    r"(?:view|read|open|see) (?:this )?(?:e-?mail |post |newsletter )?(?:in|on) (?:your |the )?(?:browser|app|web|"
    r"substack)",
    r"(?:unsubscribe|manage (?:your )?(?:subscription|preferences)|update your preferences|you(?:['’]re|"
    r" are) receiving this)",
    r"tip: |got a (?:news )?tip\b|have a (?:news )?tip\b|send (?:us )?(?:tips|feedback|your)\b",
    r"follow (?:us|me|him|her|them|@?\w+(?: \w+)?) on (?:twitter|x|linkedin|facebook|instagram|mastodon|bluesky|"
    r"threads|youtube|google)\b",
    r"by [A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]*|de|van|von|der|al|bin|and|in|,|, )){1,9}$",
    r"#{2,}$|[-*_=~·•. ]{1,20}$|-?ends-?$|###",
)

RIGHTS = re.compile(r".{0,120}\ball rights reserved\.?(?: .{0,80})?$")
"""for lower-case lines that hold the words: a pattern that begins with anything is asked at length of every line"""

# pleas: a whole short line of the head or tail, or one that is mostly link, small print or italics
PLEAS = Phrases(
    (
        "subscribe sign_up register join upgrade log_in login",
        r"(?:^|[.!?:|»·] )(?:please |you can |click to )?(?:subscribe|sign up|register|join|upgrade|log ?in)\b"
        r"(?: (?:here|now|today|free|to|for|from|at|our|the|us|over|more|\d)|[.!:]|$)",
    ),
    (
        "subscribe sign_up",
        r"\b(?:subscribe|sign up) (?:here|now|today|to (?:our|the|my|get|read|receive|continue)|for (?:our|the|my|"
        r"free))\b",
    ),
    ("join_", r"\bjoin (?:[\d,.]+[km]?\+?|thousands|over|more than|our|us)\b"),
    ("newsletter", r"\b(?:our|my|this|free|the|a) (?:[\w-]+ ){0,3}newsletters?\b|\bnewsletters?[.!]?$"),
    (
        "r_inbox _briefing weekly_ mail_alert our_",
        r"\b(?:in your inbox|to your inbox|morning briefing|daily briefing|(?:a|p)\.m\. briefing|"
        r"weekly (?:e-?mail|digest|letter|briefing)|"
        r"e-?mail alerts?|our (?:\w+ ){0,2}(?:e-?mail|letter|podcast|app|tracker)\b)",
    ),
    (
        "subscriber member patrons_ paying_readers pro_",
        r"\b(?:subscribers?|members?|patrons|paying readers|pro) (?:only|exclusive|can|get|receive|have access|"
        r"like you)\b|\((?:subscribers?|members?) only\)",
    ),
    (
        "funded supported owned made_possible support_ supporting_ fund_ funding_",
        r"\b(?:reader|listener|member|community)[- ](?:funded|supported|owned)|\bowned by its readers|"
        r"\bmade possible by (?:\w+ ){0,3}"
        r"(?:subscribers|readers|members|donors|supporters|listeners|you)|\b(?:support|fund)(?:ing)? (?:our|"
        r"independent|local|quality) (?:\w+ )?(?:work|journalism|reporting|newsroom)",
    ),
    (
        "trial _free cancel_any first_month costs_less from_$ from_€ from_£",
        r"\b(?:free trial|try (?:it|us) free|\w+ free for (?:a|\d+|one) \w+|start your (?:free )?trial|"
        r"cancel any ?time|first month|costs less than|"
        r"from [$€£]\d[\d.]* (?:a|per) (?:week|month|year))\b",
    ),
    (
        "like_what_you if_you if_this did_you did_this",
        r"\blike what you(?:['’]re| are)? (?:read|reading|see|heard?)|\b(?:if|did) (?:you|this)[^.?]{0,40}(?:useful|"
        r"enjoy|like|helpful|worth)[^.?]{0,60}"
        r"(?:forward|share|tell|subscribe|send|pass|hit|tap|consider)",
    ),
    (
        "forward_ share_ tell_a_friend pass_it_on buy_ tip_jar leave_a_tip become_a donate support_us send_",
        r"\b(?:forward (?:it|this) to|share (?:it|this)(?: \w+)? with (?:a |an |your |some)?(?:friends?|one|"
        r"colleagues?|others)|tell a friend|pass it on|buy (?:me|us|him|her|"
        r"them) a|tip jar|leave a tip|"
        r"become a (?:member|patron|subscriber|supporter)|donate|support us|send (?:us )?(?:a )?(?:tips?|feedback|"
        r"corrections?))\b",
    ),
    (
        "letter blog magazine publication podcast briefing bulletin digest weekly column",
        r"\b(?:is|are) (?:a|an|the|our) (?:[\w-]+ ){0,4}(?:letter|newsletter|blog|magazine|publication|podcast|"
        r"briefing|bulletin|digest|weekly|column)\b",
    ),
    (
        "_published_ is_owned_by",
        r"\b(?:is|are) published (?:in|by|on|every|from|weekly|daily|twice|each)\b|"
        r"\bfollows? [^.]{2,60} and is owned by\b",
    ),
    (
        "call_ ask_for",
        r"\bcall (?:the|our) (?:front desk|newsroom|office|circulation|tip ?line)|\bask for [A-Z]\w+\.?$",
    ),
    (
        "free_account already_",
        r"\b(?:create|open|set up) (?:a|your) free account|\balready (?:a|have an?) (?:subscriber|member|account)",
    ),
)
PLEA_OPENING = Opening(
    r"(?:in (?:the|our) next (?:issue|edition|letter|newsletter)|next (?:issue|time)|coming up next|see our|"
    r"download (?:our|the)|browse our|check out our|"
    r"get (?:the|our|your)|about (?:the )?authors?|reuse this|ready to|want (?:more|to)|enjoy(?:ed|ing)? (?:this|"
    r"the)|thanks for reading)\b",
)

BIOGRAPHY = Opening(
    r"(?:[A-Z][\w.’'-]+ ){1,4}(?:is|was|has been) (?:a|an|the|our) (?:[\w&/-]+ ){0,6}(?:reporter|correspondent|"
    r"editor|journalist|writer|columnist|"
    r"contributor|blogger|author|freelancer|producer|photographer|critic|bureau chief|fellow|commentator|intern|"
    r"host|ghostwriter)\b",
    r"(?:[A-Z][\w.’'-]+ ){1,4}(?:covers [^.]{2,80} (?:for|at|from|out of|in)|reports on|writes (?:about|on|"
    r"for)|reads [^.]{3,60} so (?:that )?you|"
    r"edits|blogs (?:at|about)|hosts|runs evaluation|"
    r"has (?:covered|written|reported)|joined [^.]{2,40} (?:in|as)|lives (?:in|with)|previously (?:worked|wrote|"
    r"covered|reported)|"
    r"is based in)\b",
    r"(?:he|she|they|the authors?|i|we|\w+ \w+|the (?:writer|fund|firm)|[\w ]{2,40} and its (?:staff|writers|"
    r"editors|authors)) "
    r"(?:holds?|owns?|has|have|(?:does|do|did) not (?:own|hold|trade|have)|(?:is|are) (?:long|short)) (?:no |any |"
    r"a )?"
    r"(?:\w+ )?(?:shares?|stocks?|positions?|stake|in the (?:securities|stocks|shares|companies))\b",
    r"(?:written|words|story|text|posted|reported) by\b.{0,80}$",
    r"(?:expert |guest |senior |staff )?(?:contributor|columnist|writer|reporter|editor) (?:at|for|with) [A-Z]",
    r"(?:he|she|they|[A-Z]\w+ [A-Z]\w+) can be (?:reached|contacted|found|followed) (?:at|on|via|by)\b",
    r"(?:e-?mail|contact|write to|reach|message|dm|follow) (?:him|her|them|me|us|the author|"
    r"[A-Z]\w+(?: [A-Z]\w+)?) (?:at|on|via|securely)\b",
    r"about (?:the )?(?:authors?|writers?|columnist)\b",
)

# from here to the end everything is furniture, if it stands in the last part of the text
TAIL_OPENER = Opening(
    r"(?:written by|about the authors?|the authors?|author|comments?(?: ?[·•|(:]+ ?\d+\)?)?|\d+ comments?|"
    r"leave a (?:reply|comment)|related (?:articles|stories|posts|reading|content)|"
    r"you (?:may|might) also like|recommended(?: for you| reading)?|most (?:read|popular)|more (?:from|"
    r"stories)\b.{0,40}|share this(?: article| post| story)?|"
    r"join the (?:discussion|conversation)|latest (?:stories|news)|popular posts|footnotes?|subscribe(?: now)?|"
    r"newsletter|sign up.{0,40})[:.]?$",
)
ABOUT = re.compile(
    r"About (?:the )?((?:[A-Z0-9][\w.&’'/-]*|and|of|for|the|de|,)(?: (?:[A-Z0-9(][\w.&’'/)-]*|and|of|for|the|de|&|"
    r"hynix|xAI))*)[:.]?$"
)
ABOUT_INLINE = re.compile(r"About (?:the )?[A-Z][\w.&’' -]{1,60} ?(?::|–|—|-) ")
STATEMENTS = Opening(r"(?:forward[- ]looking|safe[- ]harbou?r|cautionary (?:note|statement))[\w ,&-]{0,80}[:.]?$")
DETAILS = re.compile(r"^(?:[\w.+-]{1,64}@[\w.-]{1,100}|\+?[\d ().-]{7,20}|(?:https?://|www\.)\S{1,200})$")
