"""The bodies of the invented county, as plain values."""

from lianchuang.duties.tasktable import KnownUnit

BUREAUS = """创建办=四城联创指挥部办公室 城管局=城市管理局 住建局=住房和城乡建设局 市监局=市场监督管理局 卫健委=卫生健康委员会
园林中心=园林绿化中心 环卫中心=环境卫生中心 市政中心=市政设施中心 交通局=交通运输局 交警大队=交通警察大队 公安局=公安局
教体局=教育体育局 文旅局=文化广电旅游局 退役军人局=退役军人事务局 民政局=民政局 水利局=水利局 生态环境局=生态环境局
自然资源局=自然资源局 农业农村局=农业农村局 商务局=商务局 应急局=应急管理局 消防大队=消防救援大队 审批局=行政审批局
房管中心=房产管理中心 疾控中心=疾病预防控制中心 人民医院=县人民医院 中医院=县中医院 供电所=供电所 供水站=供水站 燃气站=燃气站
通信办=通信管理办 公交站务=公共交通站 客运站=汽车客运站 火车站办=铁路车站办 烟草办=烟草专卖办 邮政所=邮政所
文明办=县委宣传部（文明办） 县委办=县委办公室 政府办=县政府办公室 组织部=县委组织部 纪委监委=县纪委监委 督查室=县委督查室
人武部=人民武装部 发改委=发展和改革委员会 财政局=财政局 人社局=人力资源和社会保障局 司法局=司法局 审计局=审计局 统计局=统计局
税务局=税务局 信访局=信访局 科工局=科技和工业局 机关事务中心=机关事务中心 融媒体中心=融媒体中心 总工会=总工会 团县委=团县委
妇联=妇女联合会 残联=残疾人联合会 供销社=供销合作社 气象站=气象站 档案馆=县档案馆"""
STREETS = "桂亭街道 荷塘街道 望湖街道 藕塘街道"
TOWNS = "柳堤镇 石桥镇 双泉镇 枫溪镇 白鹭乡 青禾镇 竹坪镇 杏林镇 云渡镇 麦岭乡 古槐镇 芦汀乡"
COMMUNITIES = {
    "桂亭街道": "桂亭社区 站前社区 和顺社区 书院社区 东门社区 桂香社区 工农社区 柏林社区",
    "荷塘街道": "荷塘社区 柳荫社区 莲香社区 北苑社区 清荷社区 槐荫社区 新荷社区 塘湾社区",
    "望湖街道": "望湖社区 湖滨社区 听涛社区 新区社区 锦绣社区 文昌社区 晨光社区 望荷社区",
    "藕塘街道": "藕塘社区 南关社区 早市社区 水门社区 福寿社区 砚池社区 藕香社区 南湖社区",
}
VILLAGES = {"柳堤镇": "柳堤村 渡口村", "石桥镇": "石桥村 桥西村", "双泉镇": "双泉村 泉头村", "枫溪镇": "枫溪村 溪口村"}


def _units() -> tuple[KnownUnit, ...]:
    units = [KnownUnit("莲城县", "莲城县", "莲城县", "county", "")]
    for pair in BUREAUS.split():
        short, name = pair.split("=")
        units.append(KnownUnit(short, name, short, "bureau", "莲城县"))
    units += [KnownUnit(name, name, name, "street", "莲城县") for name in STREETS.split()]
    units += [KnownUnit(name, name, name, "town", "莲城县") for name in TOWNS.split()]
    for kind, groups in (("community", COMMUNITIES), ("village", VILLAGES)):
        units += [KnownUnit(name, name, name, kind, place) for place, names in groups.items() for name in names.split()]
    return tuple(units)


UNITS = _units()
GROUPS = {
    "@places": {unit.code for unit in UNITS if unit.kind in {"street", "town"}},
    "@streets": set(STREETS.split()),
    "@towns": set(TOWNS.split()),
    "@communities": {unit.code for unit in UNITS if unit.kind == "community"},
    "@villages": {unit.code for unit in UNITS if unit.kind == "village"},
    "@villages_communities": {unit.code for unit in UNITS if unit.kind in {"village", "community"}},
    "@bureaus": {unit.code for unit in UNITS if unit.kind == "bureau"},
}
