"""The words that titles of stories are made of: nouns that name a matter, places, and what names nothing."""

from __future__ import annotations

_NOUN_WORDS = """
    ipo listing filing flotation prospectus offering raise round valuation loan loans bond bonds notes debt
    financing refinancing borrowing lenders backlog order orders contract contracts lease leases deal takeover
    acquisition merger purchase sale stake shares buyback spin-off partnership alliance venture licence license
    licences licenses export exports tariff tariffs ban curbs rule rules review probe inquiry investigation
    lawsuit ruling settlement vote hearing antitrust privacy permit permits zoning tax subsidy subsidies grant
    grants campus campuses plant plants fab fabs reactor reactors turbines gas grid substation transmission
    interconnection water land towers cable cables fibre fiber substrate packaging wafers wafer yield yields
    production samples memory storage shortage supply prices pricing price capacity spending budget revenue
    profit results outlook guidance charge write-down layoffs strike jobs staff founder successor chips designs
    processors accelerators servers racks lasers optics switches cooling models model training inference cloud
    agents benchmark outage breach leak delay delays recall power electricity nuclear solar batteries storage
    uranium helium copper licence-fee royalties patent patents software driver compiler security satellites
    robots robotaxi cars phones laptops consoles bondholders covenant restructuring bankruptcy insolvency
    creditors investors tender auction tokens rent rental pipeline"""
NOUNS = frozenset(_NOUN_WORDS.split())
"""nouns that name a matter; other words do where they are written as names ("Nasdaq", "HBM4", "Wisconsin")"""
_EMPTY_WORDS = """
    inc corp ltd plc llc group holdings mr mrs dr ceo cfo exclusive update correction analysis opinion interview
    inside why how what who when where this that these here mw gw kw twh gwh mwh gb tb bn mln bln tn million
    billion trillion dollars dollar won yen euro euros usd eur ai chief executive board reuters bloomberg
    newsletter letter jan feb mar apr jun jul aug sep sept oct nov dec"""
EMPTY = frozenset(_EMPTY_WORDS.split())
"""words that are written like names and name no matter"""
_WEAK_WORDS = """
    deal price prices shares order orders sale stake revenue profit results model models chips filing power
    purchase staff capacity budget"""
WEAK = frozenset(_WEAK_WORDS.split())
"""nouns that go with any matter and name one only where nothing else does"""
_PLACE_WORDS = """
    china us europe india japan korea taiwan germany france britain uk norway sweden finland canada mexico
    brazil texas ohio arizona wisconsin virginia nevada oregon iowa georgia louisiana tennessee indiana
    pennsylvania california gulf emirates singapore malaysia indonesia vietnam israel ireland spain italy poland
    netherlands australia switzerland denmark iceland portugal michigan illinois utah idaho kansas wyoming
    dakota carolina mississippi alabama hokkaido kumamoto hsinchu seoul tokyo beijing washington brussels london"""
PLACES = frozenset(_PLACE_WORDS.split())
EXCHANGES = frozenset(("nasdaq", "nyse", "euronext"))
"""organisations that a listing is named after"""
SEATS = frozenset(("washington", "brussels", "beijing", "london", "tokyo", "seoul"))
"""places that stand for their governments: no matter of their own"""
SAME = tuple(
    frozenset(group.split())
    for group in (
        "ipo listing filing flotation offering prospectus",
        "loan loans debt borrowing financing credit refinancing lenders",
        "bond bonds notes bondholders",
        "deal takeover acquisition merger purchase sale shares stake",
        "campus campuses plant plants fab fabs",
        "price prices pricing",
    )
)
"""words for one matter, of which a title needs one"""
