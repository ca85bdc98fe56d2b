"""Invented names: of the county, its bodies, places and people. Any likeness to real ones is chance."""

COUNTY = ("莲城县", "Liancheng County")
OFFICE = ("四城联创指挥部办公室", "Joint Campaign Office", "创建办")

STREETS = (("桂亭街道", "Guiting"), ("荷塘街道", "Hetang"), ("望湖街道", "Wanghu"), ("藕塘街道", "Outang"))
TOWNS = (
    ("柳堤镇", "Liudi"),
    ("石桥镇", "Shiqiao"),
    ("双泉镇", "Shuangquan"),
    ("枫溪镇", "Fengxi"),
    ("白鹭乡", "Bailu"),
    ("青禾镇", "Qinghe"),
    ("竹坪镇", "Zhuping"),
    ("杏林镇", "Xinglin"),
    ("云渡镇", "Yundu"),
    ("麦岭乡", "Mailing"),
    ("古槐镇", "Guhuai"),
    ("芦汀乡", "Luting"),
)
# Communities of the four streets, villages of some towns; 40 in all.
COMMUNITIES = (
    ("桂亭街道", ("桂亭社区", "站前社区", "和顺社区", "书院社区", "东门社区", "桂香社区", "工农社区", "柏林社区")),
    ("荷塘街道", ("荷塘社区", "柳荫社区", "莲香社区", "北苑社区", "清荷社区", "槐荫社区", "新荷社区", "塘湾社区")),
    ("望湖街道", ("望湖社区", "湖滨社区", "听涛社区", "新区社区", "锦绣社区", "文昌社区", "晨光社区", "望荷社区")),
    ("藕塘街道", ("藕塘社区", "南关社区", "早市社区", "水门社区", "福寿社区", "砚池社区", "藕香社区", "南湖社区")),
    ("柳堤镇", ("柳堤村", "渡口村")),
    ("石桥镇", ("石桥村", "桥西村")),
    ("双泉镇", ("双泉村", "泉头村")),
    ("枫溪镇", ("枫溪村", "溪口村")),
)

# County bodies: name, English, short name, kind of its working posts.
BUREAUS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("城市管理局", "Urban Management Bureau", "城管局", ("cityscape", "sanitation", "works", "parking", "dust")),
    ("住房和城乡建设局", "Housing and Construction Bureau", "住建局", ("works", "estate", "dust")),
    ("市场监督管理局", "Market Regulation Bureau", "市监局", ("market", "food", "smoking")),
    ("卫生健康委员会", "Health Commission", "卫健委", ("health", "hygiene", "smoking")),
    ("园林绿化中心", "Parks Service", "园林中心", ("greening", "park")),
    ("环境卫生中心", "Cleansing Service", "环卫中心", ("sanitation", "toilet")),
    ("市政设施中心", "Street Works Service", "市政中心", ("works", "water")),
    ("交通运输局", "Transport Bureau", "交通局", ("traffic", "station")),
    ("交通警察大队", "Traffic Police Brigade", "交警大队", ("parking", "traffic")),
    ("公安局", "Public Security Bureau", "公安局", ("order",)),
    ("教育体育局", "Education and Sports Bureau", "教体局", ("school", "publicity")),
    ("文化广电旅游局", "Culture and Tourism Bureau", "文旅局", ("culture", "publicity")),
    ("退役军人事务局", "Veterans Affairs Bureau", "退役军人局", ("military", "benefits")),
    ("民政局", "Civil Affairs Bureau", "民政局", ("community",)),
    ("水利局", "Water Bureau", "水利局", ("water",)),
    ("生态环境局", "Ecology and Environment Bureau", "生态环境局", ("dust", "water")),
    ("自然资源局", "Natural Resources Bureau", "自然资源局", ("land",)),
    ("农业农村局", "Agriculture and Rural Bureau", "农业农村局", ("village",)),
    ("商务局", "Commerce Bureau", "商务局", ("market",)),
    ("应急管理局", "Emergency Management Bureau", "应急局", ("fire",)),
    ("消防救援大队", "Fire and Rescue Brigade", "消防大队", ("fire",)),
    ("行政审批局", "Administrative Approval Bureau", "审批局", ("hall",)),
    ("房产管理中心", "Housing Management Centre", "房管中心", ("estate",)),
    ("疾病预防控制中心", "Disease Control Centre", "疾控中心", ("health",)),
    ("县人民医院", "County People's Hospital", "人民医院", ("hygiene",)),
    ("县中医院", "County Chinese Medicine Hospital", "中医院", ("hygiene",)),
    ("供电所", "Power Supply Office", "供电所", ("wires",)),
    ("供水站", "Water Supply Station", "供水站", ("works",)),
    ("燃气站", "Gas Station Office", "燃气站", ("works",)),
    ("通信管理办", "Telecommunications Office", "通信办", ("wires",)),
    ("公共交通站", "Public Bus Office", "公交站务", ("station",)),
    ("汽车客运站", "Coach Station", "客运站", ("station",)),
    ("铁路车站办", "Railway Station Office", "火车站办", ("station",)),
    ("烟草专卖办", "Tobacco Monopoly Office", "烟草办", ("smoking",)),
    ("邮政所", "Post Office", "邮政所", ("hall",)),
    ("县委宣传部（文明办）", "Publicity Department (Civility Office)", "文明办", ("publicity", "volunteer")),
    ("县委办公室", "County Party Office", "县委办", ("general",)),
    ("县政府办公室", "County Government Office", "政府办", ("general",)),
    ("县委组织部", "Organisation Department", "组织部", ("general",)),
    ("县纪委监委", "Discipline and Supervision Commission", "纪委监委", ("general",)),
    ("县委督查室", "Supervision Office", "督查室", ("general",)),
    ("人民武装部", "People's Armed Forces Department", "人武部", ("military",)),
    ("发展和改革委员会", "Development and Reform Commission", "发改委", ("general",)),
    ("财政局", "Finance Bureau", "财政局", ("general",)),
    ("人力资源和社会保障局", "Human Resources Bureau", "人社局", ("hall",)),
    ("司法局", "Justice Bureau", "司法局", ("general",)),
    ("审计局", "Audit Bureau", "审计局", ("general",)),
    ("统计局", "Statistics Bureau", "统计局", ("general",)),
    ("税务局", "Tax Bureau", "税务局", ("hall",)),
    ("信访局", "Petitions Bureau", "信访局", ("general",)),
    ("科技和工业局", "Science and Industry Bureau", "科工局", ("general",)),
    ("机关事务中心", "Government Offices Service", "机关事务中心", ("general",)),
    ("融媒体中心", "Media Centre", "融媒体中心", ("publicity",)),
    ("总工会", "Trade Union Federation", "总工会", ("volunteer",)),
    ("团县委", "Youth League Committee", "团县委", ("volunteer",)),
    ("妇女联合会", "Women's Federation", "妇联", ("volunteer",)),
    ("残疾人联合会", "Disabled Persons' Federation", "残联", ("access",)),
    ("供销合作社", "Supply and Marketing Cooperative", "供销社", ("market",)),
    ("气象站", "Weather Station", "气象站", ("general",)),
    ("县档案馆", "County Archives", "档案馆", ("general",)),
)

# Post kinds: code, name, English.
POST_KINDS = (
    ("head", "主要负责人", "Head"),
    ("deputy", "分管负责人", "Deputy"),
    ("coordinator", "联络员", "Coordinator"),
    ("office", "综合岗", "General desk"),
    ("sanitation", "环卫岗", "Cleansing"),
    ("toilet", "公厕岗", "Public toilets"),
    ("cityscape", "市容岗", "Street order"),
    ("parking", "停车秩序岗", "Parking"),
    ("traffic", "交通岗", "Traffic"),
    ("station", "站务岗", "Station"),
    ("works", "城建岗", "Street works"),
    ("wires", "线缆岗", "Cables"),
    ("greening", "园林岗", "Greening"),
    ("park", "公园岗", "Park keeper"),
    ("health", "爱卫岗", "Health campaign"),
    ("hygiene", "卫生监督岗", "Hygiene"),
    ("smoking", "控烟岗", "Smoke-free"),
    ("food", "食安岗", "Food safety"),
    ("market", "市场岗", "Markets"),
    ("fire", "消防岗", "Fire safety"),
    ("publicity", "宣教岗", "Publicity"),
    ("volunteer", "志愿岗", "Volunteers"),
    ("access", "便民岗", "Access"),
    ("hall", "窗口岗", "Service desk"),
    ("school", "学校岗", "Schools"),
    ("culture", "文化岗", "Culture"),
    ("military", "双拥岗", "Double support"),
    ("benefits", "优抚岗", "Benefits"),
    ("community", "社区岗", "Community"),
    ("village", "村建岗", "Village works"),
    ("estate", "物业岗", "Estates"),
    ("dust", "扬尘岗", "Dust"),
    ("water", "河长岗", "Rivers"),
    ("land", "土地岗", "Land"),
    ("order", "治安岗", "Public order"),
    ("general", "业务岗", "Desk"),
    ("standards", "标准岗", "Standards"),
    ("inspector", "督查员", "Inspector"),
    ("verifier", "核查员", "Verifier"),
    ("auditor", "督查专员", "Auditor"),
    ("administrator", "系统管理员", "Administrator"),
    ("leader", "指挥长", "Commander"),
)
PLACE_POSTS = (
    "head", "deputy", "coordinator", "sanitation", "cityscape", "works", "greening", "health", "food", "publicity",
    "military", "estate", "parking", "fire", "water",
)
COMMUNITY_POSTS = ("head", "coordinator", "community", "sanitation", "publicity")
BUREAU_POSTS = ("head", "deputy", "coordinator", "office")

SURNAMES = "林陈周吴郑冯沈韩杨朱许何吕施孔曹严华金魏陶姜谢邹柏章苏潘范彭鲁马方任袁柳史唐薛雷贺汤罗毕郝安常于时傅"
GIVEN = (
    "一苇", "子衿", "云舒", "若谷", "清和", "知行", "明远", "怀瑾", "之涵", "书言", "景行", "乐山", "思齐", "望舒", "青禾", "映雪",
    "守拙", "致远", "安然", "晓棠", "念慈", "行知", "允中", "澄宇", "初晴", "疏桐", "见山", "听澜", "南乔", "北辰", "秋实", "春和",
    "砚田", "竹青", "松月", "兰亭", "荷生", "桂生", "柳依", "禾苗", "石磊", "溪亭", "云帆", "星野", "沐阳", "长风", "修远", "自牧",
)

ROAD_WORDS = (
    "桂亭", "荷塘", "望湖", "藕塘", "柳荫", "莲香", "书院", "和顺", "站前", "文昌", "听涛", "砚池", "清荷", "槐荫", "东门", "南关",
    "水门", "锦绣", "晨光", "福寿", "北苑", "新荷", "塘湾", "湖滨", "工农", "柏林", "早市", "桂香", "青石", "石榴", "丁香", "梧桐",
    "银杏", "紫藤", "白塔", "钟楼", "磨坊", "染坊", "酒坊", "铁匠", "豆腐", "油坊", "绣花", "棉花", "打铜", "灯笼", "竹器", "木梳",
)
NUMBERS = "一二三四五六七八九十"

# How a site of each type is called; {w} is a road word, {n} a number, {u} the short place name.
SITE_NAMES = {
    "main_road": "{w}大道{seg}", "secondary_road": "{w}路{seg}", "back_street": "{w}巷|{w}后街|{w}里|{w}前街", "commercial_street": "{w}商业街",
    "junction": "{w}路{v}路口", "urban_fringe": "{w}城乡结合部", "market": "{w}农贸市场", "mall": "{w}商场",
    "night_market": "{w}夜市", "convenience_shop": "{w}便利店|{w}小卖部", "restaurant": "{w}酒楼|{w}饭庄", "small_eatery": "{w}小吃店|{w}面馆|{w}早点铺|{w}米线店",
    "community": "{u}服务中心", "estate_managed": "{w}花园小区|{w}嘉园|{w}雅苑", "estate_old": "{w}家属院|{w}旧区|{w}小区", "urban_village": "{w}城中村",
    "hotel": "{w}宾馆", "small_lodging": "{w}旅店", "bathhouse": "{w}浴池", "barber": "{w}理发店", "hospital": "{w}医院",
    "clinic": "{u}卫生服务站", "pharmacy": "{w}药店", "service_hall": "{w}政务服务厅", "utility_hall": "{w}便民营业厅",
    "petrol_station": "{w}加油站", "school": "{w}学校", "kindergarten": "{w}幼儿园", "school_surroundings": "{w}学校周边",
    "public_toilet": "{w}路公厕|{w}巷公厕", "transfer_station": "{w}垃圾中转站", "park": "{w}公园", "square": "{w}广场",
    "pocket_park": "{w}游园", "parking": "{w}停车场", "bus_station": "{w}汽车站", "bus_stop": "{w}路公交站|{w}巷口公交站",
    "railway_station": "莲城火车站", "internet_cafe": "{w}网吧", "culture_station": "{u}文化站",
    "culture_centre": "{u}综合文化中心", "practice_centre": "{u}文明实践所", "practice_station": "{u}文明实践站",
    "construction_site": "{w}项目工地", "vacant_plot": "{w}路闲置地块", "canal": "{w}沟{seg}", "town_seat": "{u}政府驻地",
    "village": "{w}村", "township_fair": "{u}集市", "memorial": "{w}双拥教育基地", "veterans_station": "{u}退役军人服务站",
    "barracks_gate": "{w}营门周边", "support_street": "{w}双拥主题街",
}
SEGMENTS = ("东段", "中段", "西段", "南段", "北段")

CAMPAIGNS = (
    # code, name, English, standard code, lead body (short name), days from today to the assessment
    ("wenming", "文明城市提名城市创建", "Civilised city (nominee)", "文明办", 113),
    ("weisheng", "国家卫生县城创建", "National sanitary county", "卫健委", 161),
    ("yuanlin", "国家园林县城创建", "National garden county", "园林中心", 205),
    ("shuangyong", "双拥模范城创建", "Double-support model city", "退役军人局", 249),
)
