"""Spellings of organisations that belong to a person, a place or a thing, by the words right beside them."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(r"([\w.&'-]+)[ \t\"(]*$")
_AFTER = re.compile(r"[ \t]*([\w&'-]+)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GIVEN_NAMES = _words(
    "coach chef pastor colonel sergeant detective mayor rabbi bishop nurse "
    "aaron abdul abel abigail abraham adam adele adrian agnes ahmed akira alain alan albert alberto alec alejandro "
    "alessandro alex alexander alexandra alfonso alfred ali alice alicia alison alvin amanda amelia amir amit amy ana "
    "anders andre andrea andrei andrew andrés andy angela anika anil anita anja ann anna anne annette annika anthony "
    "anton antonio archibald ari ariel arjun arnold artem arthur arturo arun asha ashley astrid audrey augustus axel "
    "barbara barney barry basil beatrice becky ben benjamin bernard bernie bert bertha bertrand beth bettina betty "
    "beverly bianca bill björn bob bonnie boris boyd brad brandon brenda brent brett brian bridget bruce bryan bryce "
    "byron caleb calvin camille candice captain carl carla carlo carlos carmen carol caroline carrie cassandra "
    "catherine cecil cecilia cedric cesar chad chandra charlene charles charlie charlotte chelsea cheryl chester "
    "chloe chris christian christina christine christopher chuck cindy claire clara clarence claude claudia clement "
    "clifford clint clive colette colin conrad cora corey cornelius courtney craig curtis cynthia cyrus damian damien "
    "dan daniel daphne darius darren dave david dean debbie deborah deepak delia dennis derek desmond dexter diana "
    "diane dieter dimitri dina dirk dolores dominic don donald donna dora doreen doris dorothy doug douglas dr duncan "
    "dustin dwight ed eddie edgar edith edmund edna edward edwin eileen elaine elena elias elijah elise elizabeth "
    "ella ellen elliot elmer elsa emil emilio emily emma emmanuel enrico enrique erastus eric erica erik erin ernest "
    "ernst esther ethan ethel eugene eunice eva evan evelyn ezra farah fatima felicia felix ferdinand fernando fiona "
    "flora floyd frances francesca francis franz fred frederick frida friedrich fritz gabriel gareth garrett gary "
    "gavin geoffrey georg george gerald geraldine gertrude giacomo gilbert giles gina giorgio giovanni gladys glenn "
    "gloria gordon gov governor graham greg gregory greta gretchen grover guido guillermo gunther gustav gwen hank "
    "hannah hans harold harriet harry harvey hassan heather heidi heinrich helen helena helga henri henrietta henry "
    "herbert herman hermann hilda hiroshi horace howard hubert hugh hugo humphrey ian ibrahim ida igor ines inga "
    "ingrid irene irina irma irving isaac isabel isaiah ivan jack jackie jacob jacques jaime jakob james jamie jane "
    "janet janice jason javier jean jeanne jeannette jeff jeffery jeffrey jennifer jenny jens jeremiah jeremy jerome "
    "jerry jesse jessica jill jim jimmy joachim joan joanna joao jody joe joel johan johann johanna john jon jonathan "
    "jordan jorge josef joseph josephine josh joshua joyce juan juanita judah judge judith judy jules julia julian "
    "julie juliet justice justin jürgen karen karin karl karla kate katherine kathleen kathryn kathy katie keiko "
    "keisha keith kelly ken kenji kenneth kerry kevin kim klaus kristen kristin kurt kyle lady lakshmi larry lars "
    "latoya laura lauren laurence laurent laurie lawrence leah lee leila lena lenny leo leon leonard leonardo leopold "
    "leroy leslie lester liam lila lillian lily linda lionel lisa liz lloyd lois lola lord lorena lorenzo loretta "
    "lorraine lou louis louisa louise lucas lucia luciano lucille lucinda lucy ludwig luigi luis lukas luke luther "
    "lydia lynn mabel madeline mae magda magnus malcolm manuel marc marcel marcia marco marcus margaret margarita "
    "margot marguerite maria mariana marianne marie marilyn mario marion marissa marjorie marlene marsha marta martha "
    "martin mary mateo mathias matt matthew matthias maud maureen maurice mavis max maxine maya megan mei melanie "
    "melinda melissa meredith mervyn mia michael michelle mick miguel mike mikhail mildred millie mindy minnie "
    "miranda miriam mohamed mohammed moira molly mona monica morris mortimer moses mr mrs ms muhammad muriel myra "
    "myron nadia nancy naomi natalie nathan nathaniel ned neil nellie neville nicholas nick nicole nigel nikhil "
    "nikita nikolai nina noah nora norbert norma norman octavia odette olaf oleg olga oliver olivia ollie ophelia "
    "orville oscar oswald otis otto pablo pam pamela paolo pascal patricia patrick paul paula pedro peggy penelope "
    "percy peter petra phil philip philippa phyllis pierre piotr polly priscilla priya prof professor quentin rachel "
    "rafael rahul raj rajesh ralf ralph ramon ramona randall randy raphael raul ravi raymond rebecca reggie regina "
    "reginald rené rep reuben rex rhoda rhonda ricardo richard rick robert roberta roberto robin rocco roderick "
    "rodney rodrigo roger rolf romeo ron ronald ronnie rosa rosalie rosalind rosemary roxanne roy ruben rudolf rudy "
    "rufus rupert russell ruth ryan sabrina sally salvador salvatore sam samantha samuel sandeep sandra sanjay sara "
    "sarah saul scott sean sebastian selma sen senator serena sergei sergio seth seymour shane shannon sharon shawn "
    "sheila sheldon shelly sherman sherry shirley sidney siegfried silas silvia simon simone sir sofia sonia sophia "
    "sophie stacy stan stanley stella stephanie stephen steve steven stewart stuart sunil susan susanna suzanne sven "
    "sybil sylvia tamara tanya tara tasha tatiana ted terence teresa terry thea thelma theodore theresa thomas "
    "tiffany tim timo timothy tina tobias toby todd tom tomas tony tracy travis trevor trudy tyler ulrich ursula "
    "valentina valerie vanessa vasily vera vernon veronica vicki victor victoria vijay vikram vincent viola virgil "
    "virginia vivian vladimir waldo walt walter wanda wayne wendy wesley wilbur wilfred wilhelm willa willard william "
    "wilma winifred winston wolfgang xavier yasmin yolanda yuki yusuf yvette yvonne zach zachary zelda zoe"
)
_PLACED_BEFORE = _words(
    "le la los las el café cafe bar hotel club restaurant pub uss hms ss camp fort mount mt lake port saint st project "
    "operation hurricane planet cape river villa hms san santa"
)
_PLACED_AFTER = _words(
    "park valley field arena stadium river basin township creek county island islands street avenue road boulevard bay "
    "hill hills lake university college school church hospital museum theatre theater hotel bar restaurant zoo "
    "cathedral castle forest trail bridge beach brands records orchard orchards farm farms ranch vineyard winery "
    "cemetery library airport station inn tavern diner bakery band quartet orchestra choir ballet festival marathon "
    "cup league center centre building house court square lane drive plaza terrace "
    "elementary academy parish springs falls ridge canyon glacier fjord rainforest delta irons tigers bears lions"
)
_TIED = _words(
    "based backed led owned funded designed built made like style powered run supplied linked only operated branded "
    "developed approved controlled compatible specific native hosted trained class exclusive friendly sized anchored "
    "financed affiliated dominated inspired regulated listed focused heavy era leased commissioned sponsored style"
)
"""what follows a name and a hyphen; after other words the hyphenated thing is no name"""
_TIED_BEFORE = _words("non ex pro anti former pre post then and all")
_PLACE_OR_WORK = (
    r"(?:village|town|city|suburb|hamlet|county|river|island|mountain|lake|fjord|theat(?:er|re)|pub|bar|novel|film|opera|"
    r"play|song|poem|constellation|planet|moon|crater|horse|dog|cat|goat|parrot|ship|boat|yacht|saint|god|goddess|poet|"
    r"painter|philosopher|singer|pianist|farmer|priest|nurse|teacher|widow|widower|girl|boy|word|nickname)"
)
_STATES = (
    r"(?:alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|"
    r"indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|"
    r"montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|"
    r"oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|"
    r"west virginia|wisconsin|wyoming|calif\.|tex\.|n\.y\.)"
)
_SET_APART = re.compile(
    rf", (?:an?|his|her) (?:[\w-]+ ){{0,2}}?{_PLACE_OR_WORK}\b(?!')"
    rf"|, the (?:[\w-]+ ){{0,2}}?{_PLACE_OR_WORK} (?:of|in|on|near|where|that|for)\b"
    rf"|, {_STATES}(?=[,.;)]|$)"
    r"| (?:creek|brook|river|fjord|meadow|glacier)\b"
    r"| (?:rain ?forest|chapter of|fraternity|sorority|district|prefecture|chapel|parish|choir|theat(?:er|re)|"
    r"opera house|restaurant|window)\b(?! of (?:opportunity|time))"
    r"| (?:is|was|are|means?) (?:an?|the) (?:[\w-]+ )?(?:term|word|letter|unit|verb|noun|surname|"
    r"nickname|abbreviation)\b"
)
"""what follows a name and says that it is a place, a work, an animal or a person"""
_OF_A_PERSON = re.compile(r", (?:[\w-]+ ){0,3}(?:his|her) | (?:he|she|his|her)\b")
_OF_A_MYTH = re.compile(
    r"(?<!\w)(?:statue|bust|temple|myth|legend|goddess|god|novel|poem|portrait|tomb|isle|island|river|village|town|city|"
    r"valley|valleys|banks|shores?|feast|cult|story) of $"
)
_NO_NOUN = re.compile(
    r"[,;:.?!)]|$| (?:in|by|on|at|of|from|with|near|to|for|was|is|were|are|has|had|that|which|who|where|"
    r"runs|flows|rises|lies|floods|burns|stands|shows|opens|closes|reopens|plays|"
    r"told|tells|said|spoke|speaks|answered|sang|and its|and the|and their)\b"
)
"""what follows a name that no noun goes on: "the Amazon by boat", but "the Meta campus" """
_STORMS = _words("hurricane storm cyclone typhoon crater planet asteroid mount")
"""what makes even a sure name another's"""
_ARTICLE = re.compile(r"(?<!\w)(?:the|an?) $")


def part_of_other(start: int, end: int, text: str, folded: str) -> bool:
    """Says whether the words around make the spelling part of a person's, a place's or a thing's name."""
    before = _BEFORE.search(folded, max(0, start - 30), start)
    if _is_given_name(before, start, text):
        return True
    if before:
        word = before[1].strip("'.")
        if word.isdigit() and folded[start:end].endswith((" street", " avenue", " road")):
            return True
        capital = text[before.start(1) : before.start(1) + 1].isupper()
        if capital and word in _PLACED_BEFORE and text[before.end(1) : start] == " ":
            return True
    if folded[end : end + 1] == "-":
        tied = _LETTERS.match(folded, end + 1)
        if tied and tied[0] not in _TIED and not text[end + 1].isupper():
            return True
    if start and folded[start - 1] == "-":
        words = _LETTERS.findall(folded[max(0, start - 24) : start])
        first = start - 1 - (len(words[-1]) if words else 0)
        if words and words[-1] not in _TIED_BEFORE and not text[first : first + 1].isupper():
            return True
    after = _AFTER.match(folded, end)
    if _is_storm(before, text) or _is_set_apart(start, end, text, folded) or _OF_A_PERSON.match(folded, end):
        return True
    if _OF_A_MYTH.search(folded, max(0, start - 20), start):
        return True
    return bool(after and text[after.start(1)].isupper() and after[1] in _PLACED_AFTER)


def set_apart(start: int, end: int, text: str, folded: str) -> bool:
    """Says whether the words beside a name tell that it is a place or so: "Corning, a town in Iowa"."""
    before = _BEFORE.search(folded, max(0, start - 30), start)
    return _is_storm(before, text) or _is_set_apart(start, end, text, folded)


def _is_storm(before: re.Match[str] | None, text: str) -> bool:
    return before is not None and before[1] in _STORMS and text[before.start(1)].isupper()


def _is_set_apart(start: int, end: int, text: str, folded: str) -> bool:
    return text[start].isupper() and _SET_APART.match(folded, end) is not None


def after_given_name(start: int, text: str, folded: str) -> bool:
    """Says whether a given name or a form of address stands right before: "Michael Dell", "Mr. Eaton"."""
    return _is_given_name(_BEFORE.search(folded, max(0, start - 30), start), start, text)


def _is_given_name(before: re.Match[str] | None, start: int, text: str) -> bool:
    if before is None or text[before.end(1) : start] != " " or not text[before.start(1)].isupper():
        return False
    return before[1].strip("'.") in _GIVEN_NAMES


def called_the(start: int, end: int, folded: str) -> bool:
    """Says whether an article stands before a name that takes none as a company: "the Amazon by boat"."""
    return bool(_ARTICLE.search(folded[max(0, start - 6) : start]) and _NO_NOUN.match(folded, end))
