"""How news English says that two organisations deal with one another: one pattern a phrasing, over a sentence in
which every group of names ("Fidelity and Atreides") is one placeholder, ``§0§``, ``§1§`` and so on.

``a`` is the group that the relation starts from, ``b`` the one it goes to. No pattern crosses a third name, a
semicolon or a full stop, and every gap is bounded, so that matching is linear.
"""

from __future__ import annotations

from reader.analysis.sieve import Sieves
from reader.model.findings import RelationKind

_PART = (
    r"(?:['’]s(?: (?:foundry|unit|arm|business|division|chips?|processors?|cloud|group|memory|models?|servers|lab|"
    r"subsidiary|team))?)?"
)
_A, _B = rf"§(?P<a>\d+)§{_PART}", rf"§(?P<b>\d+)§{_PART}"
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
_GOODS_OF = (
    r"(?:[\w-]+ ){0,3}?(?:chips?|gpus?|processors?|accelerators?|servers|systems|racks|hardware|cloud|memory|"
    r"switches|turbines|"
    r"machines|tpus|wafers|capacity|cards|modules|output|power|electricity|software|models?|tools)\b"
)
_MOST = (
    r"(?:most|half|some|all|part|many|much|a (?:third|quarter|fifth)|two thirds|the bulk|"
    r"[\d.]+ ?(?:%|per ?cent)) of"
)
_TRADED = (
    r"(?:(?!business|customers?\b|market|shares?\b|talent|engineers?|staff|executives?|people|money|funding|"
    r"investors?|"
    r"[$€£]|billions? in)[^§;.:]){0,90}?"
)
"""what is bought or taken from somebody, and is neither his customers nor his money"""
_CHIPSTUFF = r"(?:[\w’'$€£.,%-]+ ){0,12}?"

_TABLE: tuple[tuple[RelationKind, str, tuple[str, ...]], ...] = (
    (RelationKind.ACQUIRER_OF, "acquires", (
        rf"{_A}{_APPOSED}{_AUX}(?:pay|pays|paid|paying) (?:[\w$€£.,-]+ ){{1,5}}for {_B}(?= (?:in|last|this|"
        rf"on)\b|[,.;]|$)",
        rf"{_A}{_APPOSED}{_AUX}(?:acquir(?:e|es|ed|ing)|buy(?:s|ing)? out|bought out|take over|takes over|took over|"
        rf"taking over|swallow(?:s|ed)?) (?!by\b)(?:[\w’'$.-]+ ){{0,5}}?{_B}(?! (?:chips|gpus|hardware|"
        rf"servers|systems|"
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
        rf"{_A}{_APPOSED}(?:is|was|are|were|remains?) (?:among|one of) (?:the |its )?(?:[\w-]+ "
        rf"){{0,2}}?(?:investors|backers|shareholders|owners) (?:in|of) {_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:own|owns|owned|hold|holds|held|bought|took|takes) (?:[\w%.,$-]+ "
        rf"){{0,4}}?(?:slice|piece|part|portion|share) "
        rf"(?:in|of) {_B}(?! (?:chips|gpus|capacity))",
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
        rf"{_B}, in which {_A} {_AUX}(?:put|invested|holds?|held|owns?|owned|took|bought)\b",
        rf"(?:investors?|backers?|shareholders?) (?:in|of) {_B} (?:is|are|include|includes|included|were) {_A}",
        rf"{_B}{_APPOSED}{_AUX}(?:got|gets?|receiv(?:e|es|ed)|took|takes?|secured|won|accepted) "
        rf"[^§;:]{{0,40}}?from {_A} for [^§;:]{{0,24}}?"
        rf"(?:%|per ?cent|stake|shares|stock|equity)",
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
        rf"{_A}{_APPOSED}(?:is|was|are|were|remains?) (?:among|one of) (?:the |its )?(?:[\w-]+ "
        rf"){{0,2}}?lenders to {_B}",
        rf"{_A}{_APPOSED}{_AUX}financ(?:e|es|ed|ing) (?:[\w$€£.,-]+ ){{1,6}}(?:for|of) {_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:lend|lends|lent|lending|loan|loaned|extend|extends|extended|provid(?:e|es|ed|"
        rf"ing)|arrang(?:e|es|ed|ing)|underwr(?:ite|ites|ote|itten)) "
        rf"(?:(?:[\w$€£.,-]+ ){{0,10}}?(?:loan|loans|credit|facility|debt|financing|billion|million|bn|m|"
        rf"mortgage|line|money)\w* (?:to|for) )(?:[\w-]+ ){{0,3}}?{_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:lend|lends|lent|lending|loaned) (?:(?:start-?up|chip|maker|the|developer|cloud|"
        rf"company|rival) ){{0,3}}{_B}",
        rf"(?:loan|credit line|credit facility|financing|mortgage|term loan)s? (?:[\w$.,-]+ ){{0,4}}?from "
        rf"{_A} to {_B}",
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
        rf"{_A}{_APPOSED}{_AUX}(?:sign(?:s|ed)? up|contract(?:s|ed)?|opt(?:s|ed)?|settled) for (?:[\w$.,-]+ "
        rf"){{0,6}}?(?:of )?{_B} {_GOODS_OF}",
        rf"{_A}{_APPOSED}{_AUX}(?:gave|gives?|given|award(?:s|ed)?|hand(?:s|ed)?) {_B} (?:an?|its|the) "
        rf"(?:[\w-]+ ){{0,3}}?(?:order|contract|deal|job)\b",
        rf"{_A}{_APPOSED}(?:is|was|are|were|remains?) (?:among|one of) (?:the |its )?(?:[\w-]+ "
        rf"){{0,2}}?(?:customers|clients|tenants|buyers|users) of {_B}",
        rf"(?:customers?|clients?|tenants?|buyers?) of {_B} (?:is|are|include|includes|included|were) {_A}",
        rf"{_A}{_APPOSED}{_AUX}(?:run|runs|ran|train|trains|trained|use|uses|used) {_GAP}{_GOODS_OF} from {_B}",
        rf"{_B}{_APPOSED}{_AUX}(?:sign(?:s|ed)?|win|wins|won|land(?:s|ed)?|gain(?:s|ed)?|lost|loses) {_A} as "
        rf"(?:an?|its|the) (?:[\w-]+ ){{0,3}}?"
        rf"(?:customer|client|buyer|tenant)\b",
        rf"(?:rent|fees?|price|money|sum|deposit) (?:that |which )?{_A} (?:pays|paid|owes|will pay) (?:to )?{_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:rel(?:y|ies|ied|ying)|depend(?:s|ed|ing)?|lean(?:s|ed|ing)?) (?:[\w-]+ "
        rf"){{0,2}}?on {_B}",
        rf"{_A}{_APPOSED}{_AUX}turn(?:s|ed|ing)? to {_B} for\b",
        rf"{_A}{_APPOSED}{_AUX}(?:run|runs|ran|running|train|trains|trained|training|host|hosts|hosted|store|"
        rf"stores) {_GAP}(?:on|in|with) {_B}(?:['’]s)? {_GOODS_OF}",
        rf"{_A}{_APPOSED}{_AUX}(?:book(?:s|ed|ing)?|order(?:s|ed|ing)?|buy|buys|bought|buying|reserv(?:e|es|ed|"
        rf"ing)|rent(?:s|ed|ing)?|take|takes|took|lease[sd]?) (?:[\w$.,-]+ ){{1,6}}of {_B}(?:['’]s)? {_GOODS_OF}",
        rf"{_B}{_APPOSED}{_AUX}(?:counts?|counted|names?|named|has|had|won|lists?) {_A} (?:as|among) (?:an?|its|"
        rf"the|one of its) (?:[\w-]+ ){{0,3}}?(?:customer|client|buyer|tenant)s?\b",
        rf"{_A}{_APPOSED}{_AUX}(?:buy|buys|buying|bought|rent|rents|renting|rented|lease|leases|leasing|leased|"
        rf"order|orders|ordering|ordered|purchas(?:e|es|ed|ing)|"
        rf"sourc(?:e|es|ed|ing)|get|gets|take|takes|took|taking|procur(?:e|es|ed)|secur(?:e|es|ed|ing)|"
        rf"obtain(?:s|ed)?|reserv(?:e|es|ed|ing)|book(?:s|ed)?|"
        rf"contract(?:s|ed)?|licens(?:e|es|ed|ing)) {_TRADED}(?:from|through|via) (?:[\w-]+ ){{0,3}}?{_B}",
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
        rf"{_A}{_APPOSED}{_AUX}(?:makes?|made|making|builds?|built|produces?|produced|packages?|assembles?|"
        rf"manufactures?|designs?|designed) {_B} {_GOODS_OF}",
        rf"{_A}{_APPOSED}{_AUX}qualif(?:y|ies|ied) {_GAP}(?:at|with|for) {_B}",
        rf"{_A}{_APPOSED}(?:is|was|are|were|remains?) (?:among|one of) (?:the |its )?(?:[\w-]+ "
        rf"){{0,2}}?(?:suppliers|vendors|makers) (?:of|to) {_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:rent|rents|rented|renting|lease|leases|leased|leasing|let|lets|letting)(?: "
        rf"back| out)? (?:{_GOODS}to )(?:[\w-]+ ){{0,2}}?{_B}",
        rf"{_B}['’]s (?:[\w-]+ ){{0,3}}?(?:maker|source|provider|host)s? of [^§;.:,]{{1,40}}? (?:is|are|was|"
        rf"were) {_A}",
        rf"{_A}, which {_AUX}(?:makes?|made|builds?|produces?|packages?|assembles?|designs?|supplies|"
        rf"manufactures?) {_GAP}(?:for|to) (?:both )?{_B}",
        rf"{_A}{_APPOSED}{_AUX}help(?:s|ed|ing)? {_B} (?:to )?(?:design|build|make|develop|produce)\b",
        rf"{_A}{_APPOSED}(?:is|was|remains|became|has been) (?:an?|the|its|one of the) (?:[\w-]+ "
        rf"){{0,3}}?(?:source|maker|provider|producer|host|supplier)s? of [^§;.:,]{{1,40}}? (?:for|to) {_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:sell|sells|sold|selling|suppl(?:y|ies|ied)|ship|ships|shipped|lease|leases|"
        rf"leased|rent|rents|rented) {_B} (?:the|its|about|up|some|more|another|all|[\d,.$€£])",
        rf"{_A}{_APPOSED}{_AUX}(?:makes?|made|builds?|built|assembl(?:e|es|ed)|produces?|produced|packages?|"
        rf"packaged) {_MOST} {_B}(?:['’]s)? {_GOODS_OF}",
        rf"{_A}{_APPOSED}{_AUX}pass(?:es|ed)? {_B}(?:['’]s)? (?:[\w-]+ ){{0,2}}?(?:tests?|qualification|trials?)\b",
        rf"{_B}(?:['’]s)? (?:[\w-]+ ){{0,4}}?(?:is|are|was|were) (?:designed|developed|made|built) (?:together "
        rf")?with (?:the help of )?{_A}",
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
        rf"{_A}{_APPOSED}{_AUX}(?:take|takes|took|taking|win|wins|won|winning|steal|steals|stole|grab|grabs) "
        rf"(?:[\w-]+ ){{0,3}}?(?:business|customers?|share|sales|orders|ground) (?:away )?from {_B}",
        rf"{_A}{_APPOSED}{_AUX}(?:compet(?:e|es|ed|ing)|vie|vies|vying) {_GAP}(?:with|against) (?:[\w-]+ "
        rf"){{0,4}}?{_B}",
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
        rf"{_A} (?:have|had|share|run|keep) (?:an?|the|their) (?:[\w-]+ ){{0,3}}?(?:partnership|alliance|"
        rf"joint venture|collaboration)\b(?! with)(?:{_B})?",
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
        rf"{_A}{_APPOSED}{_AUX}(?:sued|went to court|moved|acted|ruled) to (?:stop|block|prevent|bar|halt) "
        rf"(?:[\w-]+ ){{0,2}}?{_B}",
        rf"{_A}{_APPOSED}{_AUX}look(?:s|ing|ed)? (?:[\w-]+ )?into (?:[\w-]+ ){{0,3}}?{_B}",
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

RULES: tuple[tuple[RelationKind, str], ...] = tuple((kind, rule) for kind, rule, patterns in _TABLE for _ in patterns)
PATTERNS = Sieves(pattern for *_, patterns in _TABLE for pattern in patterns)
"""the pattern of each of ``RULES``"""
DEALS = Sieves(
    (
        rf"{_A}{_APPOSED}{_AUX}(?:design(?:s|ed|ing)?|develop(?:s|ed|ing)?) (?:[\w-]+ ){{1,4}}(?:together "
        rf")?with {_B}",
        rf"{_A} {_AUX}agreed (?:on|to) (?:[\w$.,-]+ ){{1,3}}(?:[mg]w|megawatts|gigawatts|chips|gpus|"
        rf"capacity)\b(?:{_B})?",
        rf"{_A}{_APPOSED}{_AUX}(?:sign(?:s|ed|ing)?|agree[ds]?|struck|strike|announc(?:e|es|ed)|enter(?:s|ed)?|"
        rf"expand(?:s|ed)?|extend(?:s|ed)?|widen(?:s|ed)?|won|land(?:s|ed)?|"
        rf"has|have|had|end(?:s|ed)?|terminat(?:e|es|ed)|cancel(?:s|led|ed)?|reach(?:es|ed)?|renew(?:s|ed)?) "
        rf"{_GAP}(?:contract|deal|agreement|lease|order|pact|accord|"
        rf"arrangement)s? (?:[^§;.:]{{0,30}} )?(?:with|from) (?:[\w-]+ ){{0,4}}?{_B}",
        rf"{_A}['’]s (?:[\w$€£.,-]+ ){{0,6}}?(?:contract|deal|agreement|lease|order|pact|accord)s? (?:with|from) "
        rf"(?:[\w-]+ ){{0,4}}?{_B}",
        rf"(?:contract|deal|agreement|lease|pact|accord) between {_A}(?: and {_B})?",
        rf"{_A} {_AUX}(?:rewritten|rewrote|revised|renegotiated|reworked|signed|struck|extended|renewed|widened|"
        rf"reached) "
        rf"(?:an?|their|the) (?:[\w$-]+ ){{0,4}}?(?:deal|agreement|contract|pact|terms)\b(?! (?:with|"
        rf"between))(?:{_B})?",
    )
)  # fmt: skip
"""Deals whose words do not tell who buys: the supply chain does (``quantities.parties``)."""
