"""How news English says that two organisations deal with one another: one pattern a phrasing, over a sentence in
which every group of names ("Fidelity and Atreides") is one placeholder, ``§0§``, ``§1§`` and so on.

``a`` is the group that the relation starts from, ``b`` the one it goes to. No pattern crosses a third name, a
semicolon or a full stop, and every gap is bounded, so that matching is linear.
"""

from __future__ import annotations

import re

from reader.model.findings import RelationKind

_A, _B = r"§(?P<a>\d+)§(?:['’]s)?", r"§(?P<b>\d+)§(?:['’]s)?"
_GAP = r"[^§;.:]{0,90}?"
_NEAR = r"[^§;.:,]{0,28}?"
_EQUITY = r"(?:(?!loan|credit|debt|facility|bond|notes)[^§;.:]){0,90}?"
_GOODS = r"(?:(?!alternative|loan|credit)[^§;.:]){0,90}?"
_APPOSED = r"(?:, [^§;.:,]{2,60}, | )"
_AUX = (
    r"(?:(?:began|begins|begin|started|starts|continues|continued|has|have|had|will|would|is|are|was|were|be|"
    r"been|being|also|already|now|since|recently|to|said it|says it|it|said|"
    r"could|may|might|can|agreed|plans|planned|expects|expected|intends|wants|hopes|set|due|in (?:advanced |"
    r"early )?talks|"
    r"committed|not|never|no longer|did|does|separately|earlier|later|first|reportedly|nearly|almost|about|formally|"
    r"temporarily|jointly|quietly|instead|that|of the|which|who|itself|close|decided|moved|offered|finally|yet|"
    r"once) ){0,7}"
)
_CHIPSTUFF = r"(?:[\w’'$€£.,%-]+ ){0,12}?"

_TABLE: tuple[tuple[RelationKind, str, tuple[str, ...]], ...] = (
    (RelationKind.ACQUIRER_OF, "acquires", (
        rf"{_A}{_APPOSED}{_AUX}(?:acquir(?:e|es|ed|ing)|buy(?:s|ing)? out|bought out|take over|takes over|took over|"
        rf"taking over|swallow(?:s|ed)?) (?:[\w’'$.-]+ ){{0,5}}?{_B}(?! (?:chips|gpus|hardware|servers|systems|"
        rf"shares|stock|"
        r"capacity|processors|wafers|stake)|’s|'s)",
        rf"{_A}{_APPOSED}{_AUX}(?:buy|buys|buying|bought|purchase|purchased|purchasing) (?:(?:all of|rival|"
        rf"start-?up|startup|chip|maker|the|"
        rf"smaller|ai|software|network|company|cloud|designer|chipmaker|chip-maker|developer|its|data|center|"
        rf"operator|miner|"
        rf"networking|storage|firm|out|whole|of|competitor) ){{0,5}}{_B}(?= (?:for|in|last|this|on|at|by|"
        rf"outright|from its)|[,.;]|$)",
        rf"{_A} (?:[\w$.-]+ ){{0,3}}?(?:acquisition|takeover|purchase|buyout) of (?:[\w-]+ ){{0,4}}?{_B}(?! "
        rf"(?:chips|gpus|shares|stock|hardware|servers))",
        rf"(?:acquisition|takeover|buyout) of {_B} by {_A}",
        rf"{_A} (?:[\w$.-]+ ){{0,3}}?(?:bid|offer) (?:to (?:buy|acquire)|for) {_B}",
        rf"{_A}(?: [\w$.-]+){{0,3}} deal to (?:buy|acquire) {_B}",
    )),
    (RelationKind.ACQUIRER_OF, "acquired-by", (
        rf"{_B}{_APPOSED}{_AUX}(?:acquired|bought|taken over|purchased|swallowed) (?:out )?by {_A}",
        rf"{_B}, (?:which|a [\w -]{{1,40}} that) {_AUX}{_NEAR}{_A} {_AUX}(?:acquired|bought|took over)\b",
        rf"{_B}, (?:which )?{_A} {_AUX}(?:acquired|bought|took over)\b",
    )),
    (RelationKind.INVESTOR_IN, "invests", (
        rf"{_A}{_APPOSED}{_AUX}(?:invest(?:s|ed|ing)?|put(?:s|ting)?|pour(?:s|ed|ing)?|pump(?:s|ed)?|inject(?:s|"
        rf"ed)?) {_GAP}(?:in|into) (?:[\w-]+ ){{0,3}}?{_B}"
        r"(?! (?:chips|gpus|hardware|systems|servers|data))",
        rf"{_A}{_APPOSED}{_AUX}(?:back(?:s|ed|ing)?|fund(?:s|ed)|co-?led|leads?|led|leading|join(?:ed|s)?) "
        rf"(?:(?:a|the|its|an|latest|last|new|private|\$?[\d.]+\w*|million|"
        rf"billion|series|\w|funding|seed|investment|equity|financing|round|rounds|in|of|for|by|at) "
        rf"){{0,9}}(?:round (?:in|of|for|at) )?{_B}(?! (?:chips|gpus))",
        rf"{_A}{_APPOSED}{_AUX}(?:take|takes|took|taking|hold|holds|held|own|owns|owned|buy|buys|bought|acquire|"
        rf"acquired|has|have) {_GAP}(?:stake|interest|"
        rf"shares|stock|equity|per cent|percent|%|warrants?) (?:in|of) (?:[\w-]+ ){{0,3}}?{_B}",
        rf"{_A}['’]s (?:[\w$.-]+ ){{0,5}}?(?:stake|investment|holding|shares|shareholding) in {_B}",
        rf"{_A}, (?:an?|the|its|one of the) (?:[\w-]+ ){{0,3}}?(?:investor|shareholder|backer)s? (?:in|of) {_B}",
        rf"{_A}-(?:backed|funded) (?:[\w-]+ ){{0,4}}?{_B}",
    )),
    (RelationKind.INVESTOR_IN, "backed-by", (
        rf"{_B}{_APPOSED}{_AUX}(?:which is |whose [\w -]{{1,30}} )?(?:backed|funded|owned|supported financially) "
        rf"{_NEAR}by {_A}",
        rf"{_B}{_APPOSED}{_AUX}(?:rais(?:e|es|ed|ing)|clos(?:e|es|ed)|complet(?:e|es|ed)|secur(?:e|es|ed)|"
        rf"land(?:s|ed)) {_EQUITY}(?:led by|from(?: investors (?:including|such as))?|"
        rf"backed by|with money from|co-led by) (?:[\w-]+ )?{_A}(?! (?:contract|deal))",
        rf"{_B}['’]s (?:[\w-]+ ){{0,4}}?(?:investors|backers|shareholders|owners) (?:include|are|included|"
        rf"including|such as) {_A}",
        rf"{_A}, (?:[\w-]+ ){{0,2}}?(?:investors?|shareholders?|backers?) in {_B}",
        rf"(?:round|financing|investment)[^§;.:]{{0,60}}(?:led by|from) {_A}[^§;.:]{{0,40}}(?:valued|values|"
        rf"valuing) {_B}",
    )),
    (RelationKind.LENDER_TO, "lends", (
        rf"{_A}{_APPOSED}{_AUX}(?:lend|lends|lent|lending|loan|loaned|extend|extends|extended|provid(?:e|es|ed|"
        rf"ing)|arrang(?:e|es|ed|ing)|underwr(?:ite|ites|ote|itten)) "
        rf"(?:(?:[\w$€£.,-]+ ){{0,10}}?(?:loan|loans|credit|facility|debt|financing|billion|million|bn|m|"
        rf"mortgage|line|money)\w* (?:to|for) )(?:[\w-]+ ){{0,3}}?{_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:lend|lends|lent|lending|loaned) (?:(?:start-?up|chip|maker|the|developer|cloud|"
        rf"company|rival) ){{0,3}}{_B}",
        rf"(?:loan|credit line|credit facility|financing|mortgage|term loan)s? (?:[\w$.,-]+ ){{0,4}}?from {_A} to {_B}",
        rf"{_A}['’]?s? (?:[\w$.,-]+ ){{0,4}}?(?:loan|loans|credit line|facility|financing) (?:to|for) {_B}",
        rf"{_A}, (?:a|the|its|one of the) (?:[\w-]+ ){{0,3}}?lenders? to {_B}",
    )),
    (RelationKind.LENDER_TO, "borrows-from", (
        rf"{_B}{_APPOSED}{_AUX}(?:borrow(?:s|ed|ing)?) {_GAP}from {_A}",
        rf"{_B}{_APPOSED}{_AUX}(?:agree[ds]?|sign(?:s|ed)?|clos(?:e|es|ed)|secur(?:e|es|ed)|arrang(?:e|es|ed)|"
        rf"obtain(?:s|ed)?|took out|rais(?:e|es|ed)|got|drew|received) "
        rf"{_GAP}(?:loan|credit line|credit facility|facility|line of credit|term loan|revolver|debt|"
        rf"mortgage){_GAP}(?:from|with|led by|arranged by|provided by) {_A}",
        rf"{_B}['’]s (?:[\w-]+ ){{0,3}}?lenders (?:include|are|including|such as) {_A}",
        rf"(?:loan|facility|credit line) (?:to|for) {_B}[^§;.:]{{0,30}}(?:from|led by|arranged by) {_A}",
    )),
    (RelationKind.CUSTOMER_OF, "buys-from", (
        rf"{_A}{_APPOSED}{_AUX}(?:buy|buys|buying|bought|rent|rents|renting|rented|lease|leases|leasing|leased|"
        rf"order|orders|ordering|ordered|purchas(?:e|es|ed|ing)|"
        rf"sourc(?:e|es|ed|ing)|get|gets|take|takes|took|taking|procur(?:e|es|ed)|secur(?:e|es|ed|ing)|"
        rf"obtain(?:s|ed)?|reserv(?:e|es|ed|ing)|book(?:s|ed)?|"
        rf"contract(?:s|ed)?|licens(?:e|es|ed|ing)) {_GAP}(?:from|through|via) (?:[\w-]+ ){{0,3}}?{_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:pay|pays|paid|paying) (?:[\w-]+ ){{0,2}}?{_B} (?:[\w-]+ ){{0,3}}?[$€£\d]",
        rf"{_A}{_APPOSED}{_AUX}(?:spend|spends|spent|spending|commit|commits|committed) {_GAP}(?:with|on) "
        rf"(?:[\w-]+ ){{0,2}}?{_B}(?:['’]s)? ?(?:chips|gpus|processors|"
        r"servers|capacity|cloud|systems|services|hardware|compute|over|through|by|a year|[,.]|$)",
        rf"{_A}{_APPOSED}(?:is |was |became |remains |has become )?(?:an?|the|one of) (?:[\w-]+ "
        rf"){{0,4}}?(?:customer|client|buyer|tenant|user)s? (?:of|for) {_B}",
        rf"{_A}{_APPOSED}(?:is|was|became|remains|has become|is now|will be|would be|will become) {_B}['’]?s? "
        rf"(?:[\w-]+ ){{0,3}}?(?:customer|client|buyer|tenant)\b",
        rf"{_B}['’]s? (?:[\w-]+ ){{0,3}}?(?:customer|client|buyer|tenant)s?,? (?:is|are|was|were|include|"
        rf"includes|included|such as|including|like)? ?(?:the )?{_A}",
        rf"{_A}{_APPOSED}{_AUX}(?:deploy|deploys|deployed|deploying|use|uses|used|using|install|installs|"
        rf"installed|run on|runs on|adopt|adopts|adopted|choose|chose|"
        rf"picked|selected) (?:(?:about|some|more|than|up|to|thousands|of|[\d,]+|its|the|clusters|racks|systems) "
        rf"){{0,6}}{_B}(?:['’]s)? (?:[\w-]+ ){{0,3}}?(?:chips?|gpus?|"
        r"processors?|accelerators?|servers|systems|racks|hardware|cloud|memory|switches|turbines|machines|tpus|"
        r"wafers)\b",
        rf"{_A}{_APPOSED}{_AUX}(?:order|orders|ordered|buy|buys|bought|buying|purchase|purchased|rent|rents|"
        rf"rented) (?:(?:about|some|more|than|up|to|thousands|of|[\d,.]+|its|"
        rf"the|million|billion|\$[\d.]+\w*|worth|new|additional|an) ){{0,8}}{_B}(?:['’]s)? (?:[\w-]+ "
        rf"){{0,3}}?(?:chips?|gpus?|processors?|accelerators?|servers|systems|racks|"
        r"hardware|capacity|memory|switches|turbines|machines|tpus|wafers)\b",
        rf"{_A}, (?:its|{_B}['’]s) (?:[\w-]+ ){{0,2}}?(?:customer|client|buyer|tenant)\b",
        rf"{_B} (?:said|says|expects|has said) (?:that )?{_A} (?:would|will|had|has) (?:agreed to )?(?:leased?|"
        rf"rent(?:ed)?|buy|bought|use|take|taken|ordered|signed) ",
        rf"{_A}{_APPOSED}{_AUX}(?:lease|leases|leased|leasing|rent|rents|rented|renting|take|takes|occup(?:y|"
        rf"ies)) (?:[\w$.,-]+ ){{0,6}}?{_B}(?:['’]s)? "
        r"(?:[\w-]+ ){0,3}?(?:campus|campuses|halls?|data cent(?:er|re)s?|site|space|capacity|facility)\b",
    )),
    (RelationKind.SUPPLIER_OF, "supplies", (
        rf"{_A}{_APPOSED}{_AUX}(?:suppl(?:y|ies|ied|ying)|sell|sells|sold|selling|provid(?:e|es|ed|ing)|ship|"
        rf"ships|shipped|shipping|deliver(?:s|ed|ing)?) "
        rf"(?:{_GOODS}(?:to|for) )(?:[\w-]+ ){{0,2}}?{_B}",
        rf"{_A}['’]s? (?:[\w-]+ ){{0,4}}?(?:is|are|was|were|will be) (?:sold|supplied|shipped|delivered) to {_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:suppl(?:y|ies|ied|ying)) (?:[\w-]+ ){{0,2}}?{_B} with\b",
        rf"{_A}{_APPOSED}{_AUX}(?:provid(?:e|es|ed|ing)) {_B} with (?!a loan|credit|debt|financing|[$\d])",
        rf"{_A}{_APPOSED}{_AUX}(?:mak(?:e|es|ing)|made|manufactur(?:e|es|ed|ing)|build|builds|built|building|"
        rf"packag(?:e|es|ed)|produc(?:e|es|ed|ing)|assembl(?:e|es|ed)|fabricat(?:e|es|ed)|"
        rf"design|designs|designed|host|hosts) {_GAP}for (?:[\w-]+ ){{0,2}}?{_B}",
        rf"{_A}{_APPOSED}(?:is |was |became |remains )?(?:an?|the|one of) (?:[\w-]+ ){{0,4}}?(?:supplier|vendor|"
        rf"contractor|manufacturer|provider)s? (?:of [^§;.:]{{1,30}} )?(?:to|for|of) {_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:win|wins|won|land|lands|landed) {_GAP}(?:order|contract|deal)s? {_GAP}from {_B}",
    )),
    (RelationKind.SUPPLIER_OF, "supplied-by", (
        rf"{_B}{_APPOSED}{_AUX}{_GAP}(?:made|manufactured|built|supplied|produced|fabricated|packaged|assembled|"
        rf"hosted|provided) (?:for it )?by {_A}",
        rf"{_B}['’]s? (?:[\w-]+ ){{0,4}}?(?:supplier|vendor|manufacturer|foundry|contractor|provider)s?,? (?:is|"
        rf"are|was|include|includes|such as|including)? ?{_A}",
        rf"{_A}, (?:its|{_B}['’]s) (?:[\w-]+ ){{0,2}}?(?:supplier|vendor|manufacturer|foundry|provider)\b",
    )),
    (RelationKind.COMPETITOR_OF, "competes", (
        rf"{_A}{_APPOSED}{_AUX}(?:compet(?:e|es|ed|ing)|vie|vies|vying) {_GAP}(?:with|against) (?:[\w-]+ ){{0,4}}?{_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:rival(?:s|led|ling)?|challeng(?:e|es|ed|ing)|take on|takes on|taking on) "
        rf"(?:[\w-]+ ){{0,2}}?{_B}(?! (?:order|decision|ruling|refusal|in court|rule))",
        rf"{_A}, (?:an?|the|its|one of the) (?:[\w-]+ ){{0,4}}?(?:rival|competitor|challenger)s? (?:of|to) {_B}",
        rf"{_A}{_APPOSED}(?:is|are|was|remains|remain) (?:an?|the|one of) (?:[\w-]+ ){{0,4}}?(?:rival|competitor|"
        rf"challenger)s? (?:of|to) {_B}",
        rf"{_B}['’]?s? (?:[\w-]+ ){{0,2}}?(?:rival|competitor|challenger)s?,? (?:such as |including |like |is |"
        rf"are )?{_A}",
        rf"{_A}['’]s? (?:[\w-]+ ){{0,2}}?(?:rivalry|competition|battle) with {_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:sell|sells|pitch|pitches|market|markets|offer|offers) {_GAP}alternatives? to {_B}",
    )),
    (RelationKind.PARTNER_OF, "partners", (
        rf"{_A}{_APPOSED}{_AUX}(?:partner(?:s|ed|ing)?|team(?:s|ed|ing)? up|collaborat(?:e|es|ed|ing)|work(?:s|"
        rf"ed|ing)?|join(?:s|ed)? forces|co-develop(?:s|ed)?|ally|allied) {_NEAR}with (?:[\w-]+ ){{0,3}}?{_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:sign(?:s|ed)?|announc(?:e|es|ed)|form(?:s|ed)?|agree[ds]?|struck|strike|"
        rf"expand(?:s|ed)?|extend(?:s|ed)?|entered|end(?:s|ed)?|launch(?:ed|es)?) "
        rf"{_GAP}(?:partnership|alliance|joint venture|collaboration|tie-up) with (?:[\w-]+ ){{0,3}}?{_B}",
        rf"{_A}['’]s (?:[\w-]+ ){{0,3}}?(?:partnership|alliance|joint venture|collaboration|tie-up) with {_B}",
        rf"(?:partnership|alliance|joint venture|collaboration|tie-up) between {_A}(?: and {_B})?",
        rf"{_A}{_APPOSED}(?:its|{_B}['’]s) (?:[\w-]+ ){{0,2}}?partner\b",
        rf"{_A} {_AUX}(?:announce[ds]?|form(?:ed)?|sign(?:ed)?|unveil(?:ed)?|launch(?:ed)?|struck|ended|renewed|"
        rf"expanded) (?:an?|their|the) [^§;.:]{{0,30}}"
        rf"(?:partnership|alliance|joint venture|collaboration|tie-up)\b(?! with)(?:{_B})?",
        rf"{_A} {_AUX}(?:team(?:ed|ing)? up|join(?:ed)? forces|work(?:ing)? together|partnered|"
        rf"collaborat\w+)\b(?! with)(?:{_B})?",
        rf"{_A}{_APPOSED}(?:is|are|was) (?:an?|the) (?:[\w-]+ ){{0,2}}?partner (?:of|to) {_B}",
    )),
    (RelationKind.REGULATOR_OF, "regulates", (
        rf"{_A}{_APPOSED}{_AUX}(?:investigat(?:e|es|ed|ing)|fin(?:es|ed|ing)|su(?:es|ed|ing)|prob(?:e|es|ed|ing)|"
        rf"review(?:s|ed|ing)?|approv(?:e|es|ed)|clear(?:s|ed)?|block(?:s|ed)?|"
        rf"order(?:s|ed)|allow(?:s|ed)?|permit(?:s|ted)?|licens(?:es|ed)|authori[sz](?:es|ed)|question(?:s|ed)?|"
        rf"subpoena(?:s|ed)?|warn(?:s|ed)?|charg(?:es|ed)|told|"
        rf"open(?:s|ed)? (?:an?|its) (?:[\w-]+ ){{0,3}}?(?:investigation|inquiry|probe|review|case) (?:into|of|"
        rf"against)|ban(?:s|ned)|bar(?:s|red)|regulat(?:es|ed)|"
        rf"scrutini[sz](?:es|ed|ing)|examin(?:es|ed|ing)|studying|reject(?:s|ed)?) (?:(?!by |and |to "
        rf")[\w’'$.,-]+ ){{0,5}}?{_B}",
        rf"{_A}['’]?s? (?:[\w-]+ ){{0,3}}?(?:investigation|inquiry|probe|review|order|approval|complaint|case|"
        rf"lawsuit|settlement|ruling) (?:into|of|against|with|on|for) (?:[\w-]+ ){{0,3}}?{_B}",
    )),
    (RelationKind.REGULATOR_OF, "regulated-by", (
        rf"{_B}{_APPOSED}{_AUX}{_GAP}(?:fined|sued|investigated|cleared|approved|blocked|reviewed|probed|charged|"
        rf"ordered|barred|granted|rejected|questioned|regulated|subpoenaed|"
        rf"licensed|examined|told|held up) (?:[\w-]+ ){{0,3}}?by {_A}",
        rf"{_B}{_APPOSED}{_AUX}(?:settl(?:e|es|ed)|fil(?:e|es|ed)|regist(?:er|ers|ered)|appl(?:y|ies|ied)|"
        rf"submitt(?:ed)?|seek(?:s|ing)?|sought|won|received|awaits?|got|needs?|ask(?:s|ed)) "
        rf"{_GAP}(?:with|from|to|by|of) {_A}",
        rf"{_B} (?:investigation|inquiry|probe|review|case|complaint) (?:by|from|at) {_A}",
        rf"(?:investigation|inquiry|probe|review)(?: of| into) {_B}[^§;.:]{{0,30}}by {_A}",
    )),
)  # fmt: skip

PATTERNS: tuple[tuple[RelationKind, str, re.Pattern[str]], ...] = tuple(
    (kind, rule, re.compile(pattern)) for kind, rule, patterns in _TABLE for pattern in patterns
)

DEALS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_A}{_APPOSED}{_AUX}(?:sign(?:s|ed|ing)?|agree[ds]?|struck|strike|announc(?:e|es|ed)|enter(?:s|ed)?|"
        rf"expand(?:s|ed)?|extend(?:s|ed)?|widen(?:s|ed)?|won|land(?:s|ed)?|"
        rf"has|have|had|end(?:s|ed)?|terminat(?:e|es|ed)|cancel(?:s|led|ed)?|reach(?:es|ed)?|renew(?:s|ed)?) "
        rf"{_GAP}(?:contract|deal|agreement|lease|order|pact|accord|"
        rf"arrangement)s? (?:[^§;.:]{{0,30}} )?(?:with|from) (?:[\w-]+ ){{0,4}}?{_B}",
        rf"{_A}['’]s (?:[\w$€£.,-]+ ){{0,6}}?(?:contract|deal|agreement|lease|order|pact|accord)s? (?:with|from) "
        rf"(?:[\w-]+ ){{0,4}}?{_B}",
        rf"(?:contract|deal|agreement|lease|pact|accord) between {_A}(?: and {_B})?",
    )
)  # fmt: skip
"""Deals whose words do not tell who buys: the supply chain does (``quantities.parties``)."""
