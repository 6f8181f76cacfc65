"""How Chinese reports write: words and pieces of regular expressions that the checks of texts look for."""

# reading texts: pieces of regular expressions are marked (r)
CLAUSE_ENDS = "，。；：！？\n"
SENTENCE_ENDS = "。！？\n"
ENUMERATOR = r"(?<=；)(?=[一二三四五六七八九十]+是|（[一二三四五六七八九十]+）)"  # (r) begins another subject
TIDY = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
SPOKEN = "一二两三四五六七八九十百千零〇"
SPOKEN_YEAR = r"二[〇○零Ｏ0]([〇○零一二三四五六七八九])([〇○零一二三四五六七八九])(?=年)"  # (r)
PIECES = "(?:人次|件次|[件条份宗起个项次例篇])"  # (r) what N件 stands for
UNITS = (  # (r)
    "(?:人次|件次|条次|篇次|批次|万元|[元件条份宗起个项次例篇期部批则场户家人名幅张册页类组元版处所段集])"
)
NOT_UNIT = "年|月|日|号|时|分|室|楼|届|级|度|点|％|%"  # (r) a number followed by these counts no things
ORDINAL = "第〔"  # what follows these is a number of something, not a number of things
ABOUT_BEFORE = "将近|近|大约|(?<!预)约为?|超过|超|逾|不足|不到"  # (r)
ABOUT_AFTER = "余|多|来|几"
ABOUT_LAST = "左右|上下|以上|以下|以内"
SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
SPOKEN_PART = (  # (r)
    r"(?<![第十百千万\d一二两三四五六七八九])[一二两三四五六七八九十]+(?=[条件篇份](?![事龙件条款]))"
)
EVERYONE = (  # (r) whoever may apply
    r"(?:公民|自然人)、法人(?:和|或|或者|及|以及|、)?其他组织(?:的|提出的?|提交的?)?"
)
QUOTE_MARKS = "“”《》‘’「」"  # each that opens before the one that closes
BLANK = "＿"  # stands for words that are not to be read
# lists that should add up (r)
LIST_OPENER = (
    "(?:(?:这?其中|其间|内有|按[^，；：（）]{2,10}?分|从[^，；：（）]{2,10}?看|分别为|分别是|具体为|具体是|具体如下"
    r"|(?<=[，：；（])(?:内容)?(?:具体|主要)?(?:包括|包含|涵盖|含有?|为(?=[^，；：（）。]{1,12}\d)|属于?(?=[^，；：（）。]{1,12}\d)))"
    "[，：]?(?:主要)?(?:包括|包含|涵盖|有|为|：)?[：，]?)"
)
LIST_NESTED = "(?:主要)?(?:包括|包含|涵盖|内有|其中|含)"  # begins a list within a list
LIST_OPEN = "主要"  # not all parts are said
LIST_REST = "^(?:其余|剩余|其他均|其它均)"
LIST_EACH = r"各\d|每|均为\d"
AND_SO_ON = "等"
LIST_STOCK = "(?:有效|留存|保留)[^，；：（）。]*$"  # what is in force was not all made this year
LIST_AFTER_COUNT = r"[^，；：（）。\d]{0,12}"
LIST_AMONG = r"[^，；：（）。\d]{0,10}中[，：]"
LIST_END = (
    "另|此外|同时|还|并|合计|总计|累计|共计|一共|全年|下一步|截[至止]|共(?!享|同|建|产|青)|总数|[一二三四五六七八九十]是"
    "|(?:[^，；、]{0,8})(?:行政复议|行政诉讼)"
)
LIST_ASIDE = (
    "同比|环比|较|比[上去前]|(?:上年|上一年|去年)(?!度?(?:结转|转入|遗留))|增长|减少|下降|提高|占|上升|多于|少于|比例|率"
    "|(?<!新)增加"
)
LIST_VERB = (
    "发布|公开|收到|受理|办理|开展|组织|召开|推送|回复|回应|转发|印发|制定|举办"
    "|更新|征求|维护|承办|编发|刊发|报送|上传|答复"
)
LIST_TOTAL = r"(?:共计|合计|总计|累计|一共|总共|共)[：]?(?:为|有)?\d+(?:\.\d+)?[^\d，；、]{1,3}$"
LIST_DIMENSIONS = (
    "自然人|法人|企业|科研机构|公益组织|律师|法律服务机构|个人",
    "办结|答复|予以公开|不予|无法提供|部分公开|结转|撤[销回]|维持|纠正|审结|其他处理|驳回",
    "网络|网上|线上|线下|信函|邮寄|当面|现场|邮件|传真|窗口",
)
# lists of applications (r): by result, what their whole is called, and what is no whole of them
LIST_RESULTS = "予以公开|同意公开|部分公开|不予公开|无法提供|不予处理|其他处理|其它处理"
LIST_LEFT = "结转|转下|顺延"
WHOLE_DONE = "办结|答复|办理|处理|完成|回复"
WHOLE_CAME = "收|受理|接到"
LIST_ANOTHER = r"20\d\d年"  # (r) after a stronger mark it begins what is no part of the list
LIST_TAKEN = (
    "被[^，；、（）]{1,12}(?:采用|采纳|转载|刊发|录用|表彰|推广|采编)"  # (r) some of the parts once more
)
LIST_PENDING = "正在办理|正在处理|尚在办理|在办|待办|未办结|未到期|办理中"  # (r) no part of what is done
LIST_ANSWERED = "办结|答复|办理完毕|已办理|处理完毕"
LIST_SUBTOTAL = r"共(?:计|有)?\d"  # of some of the parts before
PIECE_UNITS = ("件", "份", "例", "宗", "起", "个", "项", "次", "件次")  # one application, by any word
# a count in such a clause may be only a part, or of another time (r)
COUNT_PART = (
    "其中|网[上络]|线[上下]|信函|邮寄|当面|现场|邮件|传真|窗口|平台|季度|[上下]半年|月份?|上年|上一年|去年|同比|增加|减少"
    "|增长|下降|较|比[上去2]|以来|累计|历年|平均|每(?!年)|分别|另有|其余|剩余"
    "|各(?![级类镇乡区县市]|职能|部门|有关|相关|单位|街道|科室|股室|处室|机关|行政)"
)
# what a figure may be of beside the whole unit in its year (r)
SCOPE_ADDRESSED = (  # whom something is sent to or taken from is not who does it
    "(?:向|对)[^，；]{2,14}?(?=申请行政|申请复议|提起|提出|起诉)|局办公室|镇办公室|我办公室"
)
SCOPE_DEPUTY = (
    "代表|牵头|协助|配合|指导|会同|受[^，；]{2,14}委托|代[^，；表理]{2,12}(?:拟|办|起草|答复|制)|转办|转来|交办|移交|移送"
    "|抽取|抽查|抽选|评查|回访|随机选|备案(?=政府信息|的?行政)"
)
SCOPE_PART = (
    r"(?<![我本])镇街|乡镇|镇[（、和]街道|[省市县区]直|本级|(?:各|多|\d)个?(?:职能|有关|相关|镇|乡|街道|部门|单位|股|科|处|村)"
    "|所属|下属|下辖|二级(?:单位|机构)|[股科处]室|其他部门|[股](?![东份权票金本民])|通过(?!审)[^，；]{2,24}?(?:受理|收|接|提交|提出|申请)"
    "|现场|部门(?=收|受|办|制|作|答|共)"
)
SCOPE_AREA = (
    r"(?:[省市县区旗]|(?<![镇乡])人民政府)$"  # the name of a unit that reports for all that is below it
)
SCOPE_ALL_PARTS = (  # all parts of an area together, up to what they did (r)
    r"(?:全[省市县区旗][^，。；\d]{0,4}各|各[^，。；\d]{0,6}(?:部门|单位|[镇乡街])[道]?[、和及]|人民政府及)"
    r"[^，。；\d]{0,12}?(?=[共收受办完答接新])"
)
SCOPE_MATTER = (  # other matters with the words of these
    "征求|报送|减免|免收|免征|退还|名义|申请(?:答复)?意见"
    r"|涉及(?!政府信息|信息公开|行政|\d)[^，；]{2,16}的[^，；]{0,8}申请"
)
SCOPE_ORGAN = (
    r"(?<![我本全该\d])[\u4e00-\u9fff](?<![我本全该])(?:局(?![部面限长])|(?<!城)镇(?!街)|乡(?![村镇])|街道(?!社区)|办事处|委员会|办公室|管委会)"
    "|[改健工信商]委(?![托员])|(?<![我本])[省市县区]政府(?!信息|网|门户)"
)
SCOPE_WHOLE = r"[我本][县市区旗局镇乡委厅办中单机街]|本年|全[县市区旗镇乡局年]|合计|总计|20\d\d年"
SCOPE_PERIOD = (
    r"近[一二三四五六七八九十两几\d]*年来?|年均|年平均|历年|“?十[三四五]五”?(?:期间|以来|时期)|20\d\d年度?(?:至|到|—|－|-|~)+20\d\d年度?"
    r"|(?<![比较由从])(?:上一?年度?|去年)(?!度?[^，；。]{0,8}[结转遗])(?=同期|全年|共|累计|收|受|被|办|予|制|作|行|新|我|本|全)"
)
SCOPE_NOW = "{year}年|今年|本年|当年"
TOPIC = (  # (r) says nothing of its own
    "政府信息依申请公开件?|依申请公开(?:的)?政府信息|政府信息公开申请|依申请公开|信息公开申请|政府信息公开"
)
# the years beside the report's, where they say what was carried over (r)
LAST_YEARS_FIGURE = r"{year}年(?=度?[^，。；\d]{{0,6}}结转)"
NEXT_YEAR_OF = (
    r"(?<=结转){year}年|(?<=[结延转][转到至][至到]){year}年"
    r"|(?<=[结延][转][至到]){year}年|(?<=顺延[到至]){year}年"
)
LAST_YEAR, NEXT_YEAR = "＿＿上年度", "下年度＿＿"
# rows and columns by their names: words before and after that mean nothing, and those that join
NAME_LEAD = (
    "其中|包括|包含|含|其|属于|属|有|已|依法|依规|经|给予|作出|做出|决定|答复为|答复|结果为|直接|分别为|为|对|：|，|共|申请人"
    "|按|区分处理|涉及|来自|由|的|全年|本年度|本年|今年|均|是|数量|收到|受理|接到|“|‘"
)
NAME_TAIL = (
    "的|答复|决定|情形|情况|申请|政府信息公开|政府信息|类|处理|件数|数量|数|有|共|为|：|告知书|告知|信息|结果|总计|合计|申请人|提出|提交|人"
    "|依法|决定书|案件|办理|继续|”|’"
)
NAME_UNITS = (*PIECE_UNITS, "条", "")
NAME_JOIN = "(?:以及|或者|及|和|与|或|、|/|／)"  # (r)
# (r) a sentence in which a name may speak of a part only, or of other years
NAME_ELSEWHERE = (
    r"网[上络]|线[上下]|信函|邮寄|当面|现场|邮件|传真|窗口"
    r"|季度|[上下]半年|月份|历年|以来|分别|较|比[上去2]|均为\d"
)
FIGURE_NEXT = r"(?:案件|案|申请)?\d"  # (r) after words that say none
# years (r)
YEAR = r"(?<!\d)(20\d\d)年"
PERIOD = r"(20\d\d)年1月1日[^，。；]{0,4}(?:至|到|—|－|-|~)[^，。；]{0,3}?(?:(20\d\d)年)?12月31日"
YEAR_TITLE = "《[^》]*》|“[^”]*”|〔[^〕]*〕"  # what stands in these is a name
YEAR_LEAD = "在|截至|截止|截止到|到|至"
YEAR_UNTIL = "截[至止]到?$"
YEAR_COMPARED = (
    "同比|上年|上一年|去年|往年|历年|近年|年来|以来|较|相比|比20|增长|增加|减少|下降|提升|提高|结转|规划|五年|连续"
    "|起|历史"
)
YEAR_OF = (
    "报告|年报|公报|决算|预算|要点|计划|方案|安排|考核|评估|测评|建议|提案|问题|整改|清单|印发|出台|修订|制定的|实施|施行"
    "|机构改革|成立|挂牌|财政|统计|目录|指南|版|标准|颁布|通过|任务|总结|审计|通报|考评|评价|清理"
)
YEAR_DONE = "度?(?:，|我|本|全|共|累计|主动公开|公开|制作|收到|受理|发布|制发|办理|办结|新增|更新)"
YEAR_CARRIED = "(?:结转|转结|转入|顺延)(?:至|到)?$"
YEAR_BEFORE = r"上年|上一年|去年|20\d\d年"
YEAR_LAW = "施行|修订|公布|通过|颁布|实施"
YEAR_REPORT = "度?政府信息公开(?:工作)?年度报告|度?政府信息公开(?:工作)?年报"
# names (r): what a unit calls itself, and what the name of such a unit contains
_OWN = "(?:(?<!自)我|(?<![基根样成资文版标日书])本)"
SELF = {
    rf"{_OWN}局(?!部|限|面|势|域|长们)": "局",
    rf"{_OWN}镇": "镇",
    rf"{_OWN}乡(?!村|土|亲)": "乡",
    rf"{_OWN}街道": "街道",
    rf"{_OWN}厅": "厅",
    rf"{_OWN}委(?!托|派|任|培|员|屈)": "委",
    rf"{_OWN}中心(?!思|城|点|区|任)": "中心",
}
SELF_AREA = {rf"{_OWN}县(?!域|级)": "县", rf"{_OWN}区(?!域|间|块|别|位)": "区", rf"{_OWN}旗": "旗"}
AREAS = "省市县区旗盟州镇乡"
SELF_AREA_LEVELS = ("县级", "县级部门", "乡镇街道")
MAKER = (
    "本(?:年度|年)?报告(?:是)?由([^，。；（）“”]{4,30}?)(?:按照|根据|依据|依照|负责|编制|编写|对照|严格|结合)"
)
ORGAN_END = r"(?:局|委员会|委|办公室|中心|政府|办事处|厅|院|管委会|大队|支队|总队|公司|站|所|处|馆)$"
ORGAN_WORDS = "人民政府办公室委员会局中心处厅"  # in the name of any organ
# headings (r)
HEADING = r"^(?:[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十]+）)\s*(.+?)[。：:]?$"
HEADING_END = "情况"
# what offices check (r)
PREFACE_COUNT = (
    r"(?:分为|由|共|包括|包含|内容为)?([一二三四五六七八九十]|\d{1,2})(?:个|大)?部分"
    r"(?=组成|内容|[，。：；]|$)"
)
PHONE_WORD = "电话"
PHONE = r"(?<![\d-])(?:0\d{2,3}-?)?\d{7,8}(?![\d-])|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
ADDRESS = r"(?<!网)(?<!查阅)地址(?:为|是)?[：]?(?![：a-z])([^，。；：（）a-zA-Z]{4,40})"
SIGNED = r"(20\d\d)年([一二三四五六七八九十]{1,2}|\d{1,2})月([一二三四五六七八九十]{1,3}|\d{1,2})日"
TOWNSHIP = "镇|乡|街道|苏木"
GOVERNMENT = "(?:人民政府|[省市县区州盟旗])$"
# personal data
MASK = "*"
# claims (r): what speaks only of applications carried over, unless it is said before that others came
CLAIM_OF_LAST_YEAR = "上年|上一年|去年"
CLAIM_OF_ALL = r"(?:收|受理|接)[^。；]{0,20}\d"
# slips of the pen (r), and what is meant
SLIPS = {
    "不子(?=公开|处理)": "不予",
    "予于(?=公开)": "予以",
    "三审三较|三申三校": "三审三校",
    "法律观(?!念|察|点|感|测)": "法律法规",
    "行政法复议": "行政复议",
    "行政诉颂|行政拆讼": "行政诉讼",
    "行政处法": "行政处罚",
    "年度止件": "年度废止件",
    "先行有效件": "现行有效件",
    "公开公作|公开工做": "公开工作",
    "依申清|依申请公升": "依申请公开",
    "信息公升|信息公幵|政务公升": "公开",
    "规犯性|规范姓文件": "规范性",
    "政府政府(?=情况)": "政府",
    "情况况|情情况": "情况",
    "勾机关系|勾嵇": "勾稽",
    "改情况，其进": "改进情况",
    "公众帐号": "公众账号",
    "通迅": "通讯",
    "布署": "部署",
    "统计期现": "统计期限",
    "政策解度": "政策解读",
    "新媒休": "新媒体",
    "年度报靠": "年度报告",
}
DOUBLED = (
    "问题", "精神", "情况", "部门", "群众", "单位", "制度", "机制", "内容", "平台", "渠道", "意识", "水平",
    "人员", "时间", "方面", "进行", "按照", "根据", "以及", "积极", "不断", "我们", "但是", "落实", "加强",
    "提高", "提升", "完善", "推进", "推动", "坚持", "围绕", "确保", "进一步", "能力", "质量", "效果", "措施",
    "申请人", "小组", "工作",
)  # fmt: skip
DOUBLED_MARKS = "，。；：、"
MAGNITUDE = r"(?<![\d.])(\d{6,})(?:\.\d+)?万余?(?=人?次|条|件|篇|人|个|期)"  # (r) nobody writes 3241654万次
