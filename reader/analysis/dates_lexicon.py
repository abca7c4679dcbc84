"""The words of dates: months, weekdays, units, ordinals, and the small closed classes around them.

To add a word, put it into its table; the grammar reads nothing but these.
"""

from __future__ import annotations

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
SHORT_MONTHS = frozenset(w for w in MONTHS if len(w) <= 4) - {"may", "june", "july"}
DOUBTFUL_MONTHS = frozenset({
    "may", "march", "mar", "jun", "jul", "sep", "jan", "dec", "nov", "oct", "apr", "feb",
})  # fmt: skip
"""need a number or a preposition beside them: verbs, names, abbreviations of other things"""

WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
SHORT_WEEKDAYS = frozenset(w for w in WEEKDAYS if not w.endswith("day"))

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""first month of each"""
SEASON_CODES = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}

UNITS = {
    "second": "S", "seconds": "S", "minute": "M", "minutes": "M", "hour": "H", "hours": "H",
    "day": "D", "days": "D", "week": "W", "weeks": "W", "weekend": "WE", "weekends": "WE", "fortnight": "F",
    "fortnights": "F", "month": "M1", "months": "M1", "quarter": "Q", "quarters": "Q", "half": "HY", "halves": "HY",
    "year": "Y", "years": "Y", "decade": "E", "decades": "E", "century": "C", "centuries": "C",
    "millennium": "L", "generation": "G", "semester": "SM",
}  # fmt: skip
CLOCK_UNITS = frozenset({"second", "seconds", "minute", "minutes", "hour", "hours"})
PLURAL_UNITS = frozenset({
    "seconds", "minutes", "hours", "days", "weeks", "weekends", "months", "quarters", "years", "decades",
    "centuries", "fortnights", "halves",
})  # fmt: skip
DURATION_CODES = {"S": ("T", "S"), "M": ("T", "M"), "H": ("T", "H"), "D": ("", "D"), "W": ("", "W"), "M1": ("", "M"),
                  "Q": ("", "Q"), "Y": ("", "Y"), "E": ("", "E"), "C": ("", "C"), "L": ("", "L")}  # fmt: skip

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
ORDINAL_DAYS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
}  # fmt: skip
ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
LAST_WORDS = frozenset({"last", "final", "closing"})

NUMBER_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12,
}  # fmt: skip
TENS = frozenset({
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
})  # fmt: skip

BACK = frozenset({"last", "past", "previous", "prior", "latest", "preceding"})
FORTH = frozenset({"next", "coming", "following", "upcoming", "subsequent"})
HERE = frozenset({"this", "current", "present"})
THAT = frozenset({"that", "same"})
EDGE_WORDS = {"early": "early", "mid": "mid", "late": "late"}
EDGE_NOUNS = {"beginning": "start", "start": "start", "outset": "start", "end": "end", "close": "end", "middle": "mid",
              "turn": "start", "mid": "mid", "dawn": "start"}  # fmt: skip
SHIFTS = frozenset({"earlier", "later"})

DAY_PARTS = {"morning": "MO", "mornings": "MO", "afternoon": "AF", "afternoons": "AF", "evening": "EV",
             "evenings": "EV", "night": "NI", "nights": "NI", "noon": "12:00", "midday": "12:00",
             "midnight": "24"}  # fmt: skip
REL_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "overnight": -1}
REFERENCES = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "presently": "PRESENT_REF", "nowadays": "PRESENT_REF",
    "recently": "PAST_REF", "lately": "PAST_REF", "soon": "FUTURE_REF", "shortly": "FUTURE_REF",
}  # fmt: skip
REFERENCE_ADJECTIVES = {"current": "PRESENT_REF", "recent": "PAST_REF", "future": "FUTURE_REF"}
SETS = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H",
        "biweekly": "P2W", "nightly": "P1D"}  # fmt: skip

HOLIDAYS = {
    "christmas": (12, 25), "xmas": (12, 25), "halloween": (10, 31), "juneteenth": (6, 19),
}  # fmt: skip
NAMED_DAYS = {
    ("christmas", "eve"): (12, 24), ("christmas", "day"): (12, 25), ("boxing", "day"): (12, 26),
    ("independence", "day"): (7, 4), ("veterans", "day"): (11, 11), ("valentine", "day"): (2, 14),
}  # fmt: skip
FLOATING_DAYS = {
    "thanksgiving": (11, 3, 4), "labor": (9, 0, 1), "labour": (9, 0, 1), "memorial": (5, 0, -1),
    "columbus": (10, 0, 2), "presidents": (2, 0, 3),
}  # fmt: skip
"""month, weekday, which (−1 the last)"""

PREPOSITIONS = frozenset({
    "in", "by", "since", "until", "till", "til", "of", "from", "to", "through", "thru", "before", "after",
    "during", "on", "around", "about", "between", "and", "or", "for", "late", "early", "mid", "last", "next",
    "this", "past", "than", "starting", "beginning", "ending", "ended", "effective", "throughout", "as", "at",
    "the", "-", "–", "—", "(", ",", "into", "over", "within", "toward", "towards", "it's", "not", "circa",
    "that", "each", "every", "again",
})  # fmt: skip
COUNTED = frozenset({
    "people", "employees", "workers", "staff", "jobs", "tokens", "chips", "gpus", "cpus", "processors",
    "accelerators", "servers", "racks", "units", "shares", "points", "homes", "miles", "feet", "acres", "pages",
    "watts", "megawatts", "gigawatts", "kilowatts", "mw", "gw", "kw", "gb", "tb", "mb", "km", "kilometers",
    "kilometres", "metres", "meters", "pounds", "dollars", "euros", "yen", "won", "yuan", "tons", "tonnes",
    "hours", "minutes", "seconds", "days", "weeks", "months", "years", "times", "customers", "systems",
    "wafers", "nodes", "engineers", "companies", "models", "mwh", "gwh", "percent", "per", "million", "billion",
    "trillion", "bn", "mhz", "ghz", "nm", "cores", "transistors", "square", "cubic", "troops", "soldiers",
    "passengers", "barrels", "ounces", "members", "votes", "students", "households", "words", "lines", "rounds",
    "trucks", "cars", "aircraft", "copies", "francs", "marks", "bits", "bytes", "parameters", "gallons",
    "litres", "liters", "flats", "houses", "residents", "inhabitants", "delegates",
})  # fmt: skip
"""what a four-digit number before it counts, so that it is no year"""
MOVING = frozenset({
    "slipped", "slip", "moved", "move", "delayed", "delay", "postponed", "postpone", "pushed", "push",
    "shifted", "shift", "brought", "bring", "deferred", "defer", "rescheduled", "changed", "change", "put",
    "slid", "drifted", "advanced", "accelerated", "extended", "extend", "pulled", "pull", "slipping", "moving",
    "pushing", "delaying", "moves", "delays", "pushes", "slips", "set", "revised", "revise", "lengthened",
})  # fmt: skip
"""verbs that move a date"""
