"""The words that tell what a quantity measures: metric → words by how far they are believed.

A penalty is the distance, in characters, that the cue starts with: 0 for a noun that names the metric, 15 for words
that often do, 35 for words that merely allow it. ``UNIT_METRICS`` limits the choice by unit.
"""

from __future__ import annotations

from reader.analysis.quantities.words import words

MONEY = words("""
    valuation raise revenue profit loss contract-value backlog capex investment cost debt price share-price fee
    tax grant licence-fee guidance cash inventory dividend acquisition-price
""")  # fmt: skip
PERCENT = words("""
    growth margin share-of-revenue market-share stake price-change interest-rate headcount fill-rate yield
    accuracy tax efficiency speedup power-capacity cost units size tokens shares licence-fee guidance energy
    capex fee
""")  # fmt: skip
UNIT_METRICS: dict[str, frozenset[str]] = {
    "money": MONEY,
    "money/share": frozenset({"share-price", "dividend", "profit", "loss", "acquisition-price", "guidance"}),
    "money/year": frozenset(
        {"cost", "tax", "revenue", "price", "fee", "contract-value", "capex", "investment", "licence-fee", "debt",
         "profit", "loss", "grant"}
    ),
    "money/rate": frozenset({"price", "cost", "fee", "tax", "licence-fee"}),
    "%": PERCENT,
    "bp": frozenset({"interest-rate", "cost", "margin", "fee", "yield"}),
    "x": frozenset({"multiple", "speedup", "growth", "price-change", "efficiency", "price", "size", "power-capacity",
                    "throughput", "latency"}),
    "count": frozenset({"units", "headcount"}),
    "W": frozenset({"power-capacity"}),
    "Wh": frozenset({"energy"}),
    "B": frozenset({"memory"}),
    "B/s": frozenset({"bandwidth"}),
    "bit/s": frozenset({"bandwidth"}),
    "s": frozenset({"latency", "inventory"}),
    "tokens/s": frozenset({"throughput"}),
    "FLOP/s": frozenset({"compute"}),
    "acres": frozenset({"area"}),
    "sqft": frozenset({"size", "area"}),
    "mm2": frozenset({"area"}),
    "m": frozenset({"process-node"}),
    "shares": frozenset({"shares"}),
    "transistors": frozenset({"transistors"}),
    "parameters": frozenset({"parameters"}),
    "tokens": frozenset({"tokens"}),
}  # fmt: skip

DEFAULTS: dict[str, str] = {
    "money/share": "share-price", "money/rate": "price", "money/year": "cost", "W": "power-capacity", "Wh": "energy",
    "B": "memory", "B/s": "bandwidth", "bit/s": "bandwidth", "s": "latency", "tokens/s": "throughput",
    "FLOP/s": "compute", "acres": "area", "sqft": "size", "mm2": "area", "m": "process-node", "shares": "shares",
    "transistors": "transistors", "parameters": "parameters", "tokens": "tokens", "bp": "interest-rate",
}  # fmt: skip

_TABLE: dict[str, dict[int, str]] = {
    "valuation": {
        0: "at a value of|market value of|has a market value|would have been worth|would be worth|valuation|"
           "valuations|market "
           "cap|market capitalisation|market capitalization|market value|pre-money|"
           "post-money|valued the company|valued at|enterprise value|valued it at|valuing",
        8: "valued|values|value the company",
        12: "was worth|is worth|now worth",
        35: "worth|priced the company",
    },
    "raise": {
        0: "raise|raised|raises|raising|funding|funding round|fundraising|round|series a|series b|series c|series d|"
           "series e|series f|series g|series h|series i|offering|share sale|flotation|private placement|proceeds|"
           "seed round|raise of|rights issue|equity raise|stock sale|new equity",
        1: "debt and equity|of debt and equity|in debt and equity",
        12: "ipo|listing|of stock|of shares|in shares|equity financing|venture capital|from investors|sell shares",
    },
    "revenue": {
        0: "revenue|revenues|turnover|run rate|run-rate|arr|annual recurring revenue|top line|net sales|sales|"
           "billings|bookings",
        14: "brought|brings",
        10: "took in|takes in|taking in|pulled in|pulls in|brought in|brings in|generated|generates|takings|"
            "generate|bring in",
    },
    "profit": {
        0: "before interest and tax|before tax|after tax|pre-tax|pretax|profit|profits|net income|operating "
           "income|ebitda|operating profit|net profit|earnings|eps|"
           "earnings per share|adjusted profit",
        8: "earned|earn|earns",
    },
    "loss": {0: "loss|losses|net loss|operating loss|net losses|deficit|wrote off|write off|written off|writing off|"
                 "wrote down|write-off|writedowns", 8: "lost|losing|lose|burned|burning|burn"},
    "contract-value": {
        0: "contract|contracts|deal|agreement|contract value|purchase commitment|commitments|commitment|"
           "master agreement|take-or-pay|purchase order|purchase orders|lease|tranche|transaction|pact|arrangement|"
           "total contract value|minimum commitment|license and hire",
        8: "committed|ordered|agreed to buy|agreed to pay|agreed to spend|agreed to rent|signed|"
           "agreed to purchase|agreed to lease|prepaid|pre-paid|prepay|license|licence",
        10: "accounts for|accounted for",
        18: "order|orders",
        30: "worth|pay|paying|paid|buy|buying|pays|spend",
    },
    "backlog": {
        0: "backlog|remaining performance obligations|remaining performance obligation|rpo|order book|"
           "orders not yet delivered|unfilled orders|performance obligations|orders in hand|contracted revenue|"
           "undelivered orders|order backlog|under contract|contracted backlog",
    },
    "capex": {
        0: "capital spending|capital expenditure|capital expenditures|capex|capital budget|capital outlays|"
           "capital outlay|capital projects|property and equipment|capital investment|capital plan|spending "
           "plan|investment budget|capital spending plan",
        4: "on plant|on equipment|on data centers|on data centres|on infrastructure",
    },
    "investment": {
        0: "investment|investments|invest|invested|invests|investing|of equity|stake purchase|share purchase|"
           "equity investment|project cost",
        6: "contributes|contribute|contributed|contributing|chips in|chipped in|comes in with|came in with",
        8: "put in|puts in|putting in|shares|build|building|construction|joint venture|buildout|invested in",
        10: "campus|fab|fabs|plant|factory|complex|project|upgrades|plants|shells|shell|line|site|expansion|generation",
        14: "commit|commits|committing|pledge|pledges|pledged|earmarked|earmarks",
        25: "spend|spending|budget|spent",
    },
    "cost": {
        0: "cost|costs|bill|expense|expenses|charge|charges|write-down|writedown|impairment|interest|cost of|"
           "interest expense|interest bill|price tag|penalty|fine|fined|settlement|damages|refund|deposits|"
           "operating expenses|research and development|r&d",
        6: "overpaid|overcharged",
        15: "costing|at a price of|spends|save|saves|saving|savings|spent|rent|payout|severance",
        25: "pay|paid|pays|paying",
    },
    "debt": {
        0: "debt|debts|loan|loans|notes|bond|bonds|borrow|borrowed|borrowing|borrowings|borrows|credit line|"
           "credit facility|revolving|revolver|term loan|convertible|convertibles|convertible notes|lent|lend|lends|"
           "lending|credit agreement|line of credit|debentures|private credit|net debt|credit|senior notes|"
           "delayed-draw|financing facility|mortgage|debt financing|construction loan|bridge loan|commercial paper|"
           "construction loans|bond sale|guaranteed|guarantees",
        12: "line|repaid|repay|facility|facilities|financing|drawn|owes|owe|owed|refinance|refinancing|mature|matures|"
            "undrawn",
    },
    "price": {
        0: "price|prices|priced|pricing|price of|list price|sells for|sold for|lists at|changed hands|fetches|"
           "fetched|goes for|retail|rent|charges|charge|"
           "rental|per gpu-hour|tariff",
        20: "cost|costs|pay|pays|sell|sold",
    },
    "share-price": {
        30: "a share|per share",
        0: "share price|stock price|into shares at|conversion price|strike price|price range|"
           "offer price|ipo price|issue price",
        15: "shares|stock|share|closed|closed at",
    },
    "fee": {0: "fee|fees|break fee|break-up fee|breakup fee|termination fee|advisory fee|subscription|standby fee|"
              "reverse termination fee|consent fee"},
    "tax": {0: "tax|taxes|sales tax|sales taxes|income tax|levy|tariff|tariffs|duty|duties|property tax|tax "
               "break|tax breaks|abatement|tax credit|"
              "tax credits|tax exemption|tax incentives"},
    "grant": {
        0: "grant|grants|granted|granting|subsidy|subsidies|subsidised|subsidized|state aid|incentives|incentive|"
           "chips act funding|federal funding|public funding|government funding|state funding|public money|"
           "state money|total support|state support|government support|public support|support for|from the state|"
           "from the government|federal award|chips act award|state's share",
        10: "support|awarded|award|set aside|sets aside|setting aside|chips act|recovery fund",
    },
    "licence-fee": {0: "licence fee|license fee|royalty|royalties|licensing fee|licence fees|license fees|"
                      "licensing fees|must charge|licensing revenue"},
    "guidance": {0: "guidance|forecasts revenue|guided|guides|guiding", 6: "outlook|forecast|forecasts|forecasting"},
    "cash": {0: "cash|cash and equivalents|cash pile|cash balance|cash on hand|liquidity|cash reserves|free cash flow|"
               "operating cash flow"},
    "inventory": {0: "inventory|inventories|stockpile|stockpiles"},
    "dividend": {0: "dividend|dividends|payout"},
    "acquisition-price": {
        0: "acquisition|acquire|acquired|acquires|acquiring|takeover|buyout|merger|purchase price|take private|"
           "took private|taken private|"
           "bid|takeover offer|all-stock|all-cash|buy out",
        14: "bought|buy|buying|buys|purchase|purchased",
    },
    "growth": {
        0: "growth|grew|grow|grows|growing|year over year|year-over-year|year on year|year-on-year|from a year earlier|"
           "on the year|compared with a year|than a year before|than a year earlier|on the same period|"
           "quarter over quarter|sequentially|annual growth",
        5: "revenue|sales|profit",
        28: "up|rose|rise|increase|increased|increases|jumped|climbed|surged|fell|"
            "gained|doubled|tripled|soared|jump|down|declined|decline|dropped|drop|more than",
    },
    "margin": {0: "margin|margins|gross margin|operating margin|net margin|gross margins|ebitda margin"},
    "share-of-revenue": {
        0: "of revenue|of its revenue|of sales|of total revenue|of its sales|of the company's revenue|of group revenue|"
           "of total sales|of revenues|of the group's total|of turnover|of net revenue|of dram sales|of the revenue|"
           "of the company's sales|of group sales|of their revenue|of all revenue|of annual revenue",
        10: "accounted for|accounts for|account for|brought in|contributed|contributes|supplied|makes up|made up|"
            "represents|represented|largest customer|biggest customer",
    },
    "market-share": {
        0: "market share|of the market|share of the market|of the hbm market|of the global market|of the world's|"
           "share of|market",
        12: "of global|of shipments|of all|of spending|of world",
    },
    "stake": {
        0: "stake|stakes|holding|holds|ownership|owned|owns|own|equity stake|interest in|of the company|of its shares|"
           "of the shares|voting rights|of voting|minority stake|of the equity|position in|of the votes|shareholding|"
           "of the venture|of the joint venture|of the combined company",
    },
    "price-change": {
        0: "prices|price|shares|stock|contract prices|spot prices|contract dram|share price|price increase|price cut|"
           "rate increase|rate hike|rate rise|tariff increase|rate increases|bills went|"
           "price cuts|discount|price rise|rents|shares of|price increases|price of|rental prices",
        10: "dram|nand|memory|cheaper|cost per",
    },
    "interest-rate": {
        0: "interest|interest rate|coupon|over the benchmark|over libor|over sofr|sofr|"
           "basis points over|a year at present|spread|annual interest|the notes pay",
        14: "rate of",
        22: "rate",
        10: "pays|pay|loan|notes|bonds|a year|debt|lent|bond|yield|yields|yielding",
    },
    "headcount": {
        0: "employees|staff|workforce|headcount|workers|jobs|engineers|of the staff|of employees|of its staff|"
           "of its employees|of the workforce|of its workforce|layoffs|people|roles|positions|staffers",
    },
    "fill-rate": {
        0: "fill rate|of orders|of demand|of what its|can meet|could meet|can fill|could fill|can supply|"
           "of what customers|of requests|only meet|meet only|fill only|fill",
        10: "demand|orders",
    },
    "yield": {0: "yield|yields|yielded|yielding|yield rate|yield rates|good dies|of dies|of the dies|of its dies|"
                  "of wafers|of the wafers|defect-free"},
    "accuracy": {0: "accuracy|accurate|error rate|failed|fail|fails|correct|score|scored|scores|benchmark|pass rate|"
                   "solved|solves|errors|hallucination"},
    "efficiency": {0: "efficiency|efficient|per watt|per megawatt|pue|energy efficiency|less power|less energy|"
                     "less electricity|performance per watt|tokens per watt|tokens per megawatt|utilisation|"
                     "utilization"},
    "speedup": {0: "faster|speed|speedup|speed-up|slower|quicker|the speed|times as fast|as fast|throughput|"
                  "performance|the best result|more throughput|the performance|outperforms|outperform",
                10: "latency"},
    "multiple": {
        0: "times revenue|revenue|sales|earnings|multiple|multiples|oversubscribed|subscribed|covered|trades|trade|"
           "times sales|times earnings|book|valuation|ebitda|forward|demand|orders",
    },
    "power-capacity": {0: "capacity|power|reserve|of the gas units|peak load|load|grid|electricity|generation"},
    "units": {0: "shipments|units|shipment|shipped|ship|volume|volumes|output|production|wafers|chips|gpus"},
    "size": {25: "larger|bigger|smaller|as large|as big",
             0: "size|supply|the size|world supply|floor|building|hall|length|"
               "capacity|context"},
    "tokens": {0: "tokens|input tokens|output tokens|token"},
    "shares": {0: "shares outstanding|of shares|dilution|diluted|float|share count"},
    "energy": {0: "consumption|electricity use|renewable|energy"},
    "latency": {0: "latency|first token|response time|per call|per token|delay|responds|answers|respond|milliseconds"},
    "throughput": {0: "tokens per second|throughput|speed"},
}  # fmt: skip


def _index() -> dict[str, tuple[tuple[str, int], ...]]:
    out: dict[str, list[tuple[str, int]]] = {}
    for metric, rows in _TABLE.items():
        for penalty, phrases in rows.items():
            for phrase in phrases.split("|"):
                out.setdefault(phrase, []).append((metric, penalty))
    return {phrase: tuple(rows) for phrase, rows in out.items()}


CUES = _index()
"""phrase → (metric, penalty) pairs; phrases are lower-case, of one to five words"""
FIRST_WORDS = frozenset(phrase.split(" ")[0] for phrase in CUES)
LONGEST = max(phrase.count(" ") + 1 for phrase in CUES)


def unit_class(unit: str) -> str:
    """Returns the key of ``UNIT_METRICS`` for a unit: currencies fold to ``money``, their rates to three kinds."""
    if unit in UNIT_METRICS:
        return unit
    base, _, per = unit.partition("/")
    if not per:
        return "money"
    if per == "share":
        return "money/share"
    return "money/year" if per in ("year", "quarter", "month", "week", "day") and base else "money/rate"
