"""Which names are found, and which words only look like names."""

from __future__ import annotations

import pytest
from line import names, resources, run

from kg.extract.names.apart import apart
from kg.extract.names.party import find_party_committees
from kg.model import Mention

FOUND = [
    (
        "“美丽海岛行”宣传推广活动暨海岛旅游交流合作大会在海口举行。",
        "“美丽海岛行”宣传推广活动暨海岛旅游交流合作大会",
        "Event",
    ),
    ("“奋发新时代 笃行向未来──2022新开湖论坛年度峰会”举行。", "2022新开湖论坛年度峰会", "Event"),
    ("海南大学李东教授、海口市卫计局陶海林局长参加了仪式。", "李东", "Person"),
    ("海南大学李东教授、海口市卫计局陶海林局长参加了仪式。", "陶海林", "Person"),
    ("浔江空港经济区产业项目集中签约活动在浔江会展中心举行。", "浔江空港经济区产业项目集中签约活动", "Event"),
    ("在海口举办的“海岛咖啡联盟座谈会”上，他说明了情况。", "海岛咖啡联盟座谈会", "Event"),
    ("中国人民对外友好协会井顿泉副会长致辞。", "井顿泉", "Person"),
    ("海南大学主任包信和院士出席会议。", "包信和", "Person"),
    ("教育部司长洪大用出席会议并致辞。", "洪大用", "Person"),
    ("王国庆在全国政协十二届四次会议上发言。", "全国政协十二届四次会议", "Event"),
    ("由中国科协—北京大学科学文化研究院主办。", "中国科协—北京大学科学文化研究院", "Institution"),
    ("海南省博物馆举办“殊方共享——海上之路文物精品展”，展示交流。", "殊方共享——海上之路文物精品展", "Event"),
    ("第三届澳门国际影展颁奖典礼暨闭幕礼14日举行。", "第三届澳门国际影展", "Event"),
    ("中国队在成都国际乒联混合团体世界杯决赛中夺冠。", "成都国际乒联混合团体世界杯", "Event"),
    ("海南省第三医院放射科主任王志华说。", "海南省第三医院放射科", "Institution"),
    ("海南大学医学部主任王志华说。", "海南大学医学部", "Institution"),
    ("琼海大学附属医院与海南航天医院医联体签约揭牌仪式举行。海南航天医院院长李东说。", "海南航天医院", "Institution"),
    ("发布会由《中国会展》杂志社主办。", "《中国会展》杂志社", "MediaOutlet"),
    ("湖南大学、湖南师范大学4家高校出版社参展。", "湖南师范大学", "Institution"),
    ("王平主席和李东总统在海州会晤。李东总统表示欢迎。", "李东", "Person"),
    (
        "由甲油画学会主办的“艺途同行——作品暨工作室海口展”于8月12日在海南省美术馆开展。",
        "艺途同行——作品暨工作室海口展",
        "Event",
    ),
    ("由海南省新闻出版局主办的“海岛成立70周年精品出版物展”吸引读者。", "海岛成立70周年精品出版物展", "Event"),
    ("展览取名“殊方共享”。", "殊方共享", "Event"),
    ("当地开展“星光筑梦 影动青春”青年电影短片展映系列活动。", "“星光筑梦 影动青春”青年电影短片展映系列活动", "Event"),
    ("昨日，“相约海岛”冰上项目测试活动新闻发布会在海南体育馆举行。", "“相约海岛”冰上项目测试活动新闻发布会", "Event"),
    ("北京冬奥会冰上项目测试活动将举行。", "北京冬奥会冰上项目测试活动", "Event"),
    ("海口市举行2020年春季重点产业项目集中开工活动，气氛热烈。", "2020年春季重点产业项目集中开工活动", "Event"),
    ("7月21日，海县项目集中签约、开工、竣工仪式在海县产业园隆重举行。", "海县项目集中签约、开工、竣工仪式", "Event"),
    ("在“中国近现代书画夜场（一）”拍卖中，60件拍品成交。", "中国近现代书画夜场（一）", "Event"),
    ("中国科协学会学术部部长王志华说。", "中国科协学会学术部", "Association"),
    ("琼海集团有限公司海口分公司总经理王志华说。", "琼海集团有限公司海口分公司", "Company"),
    ("海南省委宣传部印刷发行处处长王志华说。", "海南省委宣传部印刷发行处", "GovernmentBody"),
    ("星巴克中国董事长王静瑛说：“很好。”", "星巴克中国", "Company"),
    ("海南大学教授、第十二届全国政协委员李东说。", "全国政协", "GovernmentBody"),
    ("他出席了中国沙漠学会2022年学术年会。", "中国沙漠学会2022年学术年会", "Event"),
    ("由甲研究院主办的“春风·时代精神影像展”开幕式昨日举行。", "春风·时代精神影像展", "Event"),
    ("美术馆以大展“长歌开元：身体与语言的交响”开馆。", "长歌开元：身体与语言的交响", "Event"),
    ("“新世纪：留学人员与创新型社会”研讨会昨日举行。", "新世纪：留学人员与创新型社会", "Event"),
    ("开幕式4月3日在江西人民会堂举行。", "江西人民会堂", "Venue"),
    ("学苑出版社主任邵鸿博士发言。", "邵鸿", "Person"),
    ("由海南省商务厅主办的会议昨日召开。", "海南省商务厅", "GovernmentBody"),
    ("琼海汇展有限公司承办了活动。", "琼海汇展有限公司", "Company"),
    ("鹭岛会展（厦门）有限公司参展。", "鹭岛会展（厦门）有限公司", "Company"),
    ("第三届海岛咖啡博览会开幕。", "第三届海岛咖啡博览会", "Event"),
    ("2024滨海城市市长峰会在青岛举行。", "2024滨海城市市长峰会", "Event"),
    ("江苏省第二十二届运动会将于明年举行。", "江苏省第二十二届运动会", "Event"),
    ("丝路青年对话会2023昨日闭幕。", "丝路青年对话会2023", "Event"),
    ("2022年服贸会在北京举办。", "2022年服贸会", "Event"),
    ("展览在首钢园举行。", "首钢园", "Venue"),
    ("大会在厦门国际会展中心开幕。", "厦门国际会展中心", "Venue"),
    ("她走进国家会议中心二期。", "国家会议中心二期", "Venue"),
    ("商务部副部长王炳南出席。", "王炳南", "Person"),
    ("（记者陈琳）大会开幕。", "陈琳", "Person"),
    ("观众参观展台。贺勇摄", "贺勇", "Person"),
    ("副会长赛萨蒙·翁萨透露了消息。", "赛萨蒙·翁萨", "Person"),
    ("联盟发布《服务贸易创新报告》。", "服务贸易创新报告", "Work"),
    ("现场展出核电成果“国和一号”。", "国和一号", "Product"),
    ("本报讯 《新京报》报道了此事。", "新京报", "MediaOutlet"),
    ("服贸会执委会办公室公布了名单。", "服贸会执委会办公室", "GovernmentBody"),
    ("他在雄安新区工作。", "雄安新区", "AdministrativeArea"),
    ("客商来到浔博会，浔博会人气很旺。", "浔博会", "EventSeries"),
    ("2023年浔洽会签约80项。", "2023年浔洽会", "Event"),
    ("游客涌入澜川湖度假区。", "澜川湖度假区", "Venue"),
    ("海湾市博物馆“丝路遗珍”特展将于9月20日开幕。", "丝路遗珍", "Event"),
    ("戏剧节艺术总监孟辉介绍了剧目。", "孟辉", "Person"),
    ("浙江省委书记林远山出席。", "浙江省委", "GovernmentBody"),
    ("中共北京市委常委王英致辞。", "中共北京市委", "GovernmentBody"),
    ("深圳市福田区委书记黄伟调研。", "深圳市福田区委", "GovernmentBody"),
    ("海湾市第一人民医院心内科主任医师钱小宁说。", "海湾市第一人民医院心内科", "Organization"),
    ("江苏省副省长、南京市委书记周明主持会议。", "周明", "Person"),
    ("公司引入了京东科技及法国智奥会展集团。", "法国", "AdministrativeArea"),
]  # fmt: skip
NOT_FOUND = [
    ("海南航天医院全体院领导参加仪式。", "海南航天医院全体院"),
    ("苏州交响乐团等国内一流交响乐团参加演出。", "一流交响乐团"),
    ("琼海汇展有限公司市场部经理王志华说。", "琼海汇展有限公司市场部"),
    ("上海合作组织文化部长会晤在海口举行。", "文化部"),
    ("他在整场发布会中共说了14次。", "中共"),
    ("海南省商务厅、驻外机构以及商协会参加了座谈会。", "驻外机构以及商协会"),
    ("琼海汇展有限公司召开干部大会。", "琼海汇展有限公司干部大会"),
    ("法国戛纳电影节是欧洲三大电影节之一。", "欧洲三大电影节"),
    ("展会有100余款“全球首发”“中国首秀”产品。", "中国首秀"),
    ("他们围绕“半导体发展机遇”展开圆桌对话。", "半导体发展机遇"),
    ("在美丽花城广州开幕。", "美丽花城"),
    ("当天的签约仪式在浔江会展中心举行。", "当天的签约仪式"),
    ("泉城济南迎来了客商。", "泉城"),
    ("中苏友好源远流长。", "中苏"),
    ("外长女士上任以来，积极致力于友好。", "女士"),
    ("展会将邀请上百家出版社交流。", "上百家出版社"),
    ("他说：“我们去看了影像展”开心极了。", "我们去看了影像展"),
    ("杉杉股份（600884.SH）发布公告。", "600884.SH"),
    ("品牌总监user_name宣布参展，公司reply = client.get发布公告。", "reply = client.get"),
    ("多场高峰论坛吸引了有关公司。", "高峰论坛"),
    ("多场高峰论坛吸引了有关公司。", "有关公司"),
    ("行业协会和企业代表参加。", "行业协会"),
    ("为推动全球服务贸易发展作出贡献。", "全球服务贸易发展"),
    ("记者获悉，展会将举行。", "获悉"),
    ("国家会议中心展厅里人头攒动。", "国家会议中心展厅"),
    ("江苏省副省长、南京市委书记周明主持会议。", "南京市委书记周明主持会议"),
    ("戏剧节艺术总监孟辉介绍了剧目。", "戏剧节"),
    ("中金公司汽车行业首席研究员陈曦说。", "汽车行业"),
    ("北京时间8点，大会开幕。", "北京"),
    ("AI企业纷纷参展。", "AI"),
    ("英利集团和UPS随全球服务贸易联盟一起参展。", "UPS随全球服务贸易联盟"),
    ("国家会议中心办综合展，首钢园办专题展。", "首钢园办专题展"),
    ("今年是综合展+专题展。", "综合展+专题展"),
    ("会员单位应邀参加。", "应邀"),
    ("“我们会继续努力”活动负责人说。", "我们会继续努力"),
    ("正在备战的中国网球选手王志华说。", "中国网"),
    ("展会展中通气会昨日举行。", "中通"),
    ("2026年春节，机场接待旅客3万人次。", "2026年春节"),
    ("西湖公园、左海公园五大公园接待游客3万人次。", "左海公园五大公园"),
    ("大家认为“星光筑梦”这类惠民活动很好。", "“星光筑梦”这类惠民活动"),
    ("昆山子公司表示满意。", "昆山子公司"),
    ("两国外长举行外交会谈。", "外交会"),
    ("春季成交会昨日举行。", "成交会"),
    ("2022年2月，北京冬奥会举行。", "冬奥会"),
    ("论坛设种业创新、数字农业、减贫实践四场分论坛。", "贫实践四场分论坛"),
    ("代表们参加了120多场分论坛。", "120多场分论坛"),
    ("珠江精化与法国香精公司Maison Thévenet合建实验室。", "香精公司"),
    ("富邦体育场副馆举行了“不倒翁杯”轮椅篮球友谊赛。", "轮椅篮球友谊赛"),
    ("楚通信息的展台被设计成一座“数字小镇”。", "成一座"),
    ("星桥网络是运营商，该公司副总工程师伊长河介绍了情况。", "该公司副总工程师"),
    ("市长隗长青代表市人民政府向大会作报告。", "代表"),
    ("浔江会展中心开设专家门诊，半天接待企业80家。", "门诊"),
    ("浔江会展中心统计，海外参展商占两成。", "占两成"),
    ("海口市文化馆馆员尹秀珠说，参赛歌手全部来自乡村。", "全部"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "kind"), FOUND)
def test_a_name_is_found_with_its_class(text: str, name: str, kind: str) -> None:
    assert (name, kind) in names(run(text, until="mentions"))


@pytest.mark.parametrize(("text", "words"), NOT_FOUND)
def test_a_kind_is_no_name(text: str, words: str) -> None:
    assert words not in {n for n, _ in names(run(text, until="mentions"))}


def test_a_foreign_country_stands_apart_from_a_company() -> None:
    found = names(run("法国智奥会展集团参加了展览。", until="mentions"))
    assert ("法国", "AdministrativeArea") in found
    assert ("智奥会展集团", "Company") in found


def test_a_fair_and_its_sub_event_are_two_names() -> None:
    found = names(run("他在2020年服贸会全球服务贸易峰会上致辞。", until="mentions"))
    assert {("2020年服贸会", "Event"), ("全球服务贸易峰会", "Event")} <= found


def test_a_short_name_given_in_brackets_is_found_everywhere() -> None:
    text = "全球茶叶贸易联盟（以下简称“茶贸盟”）成立。今年，茶贸盟发展会员80家。"
    document = run(text, until="mentions")
    assert [m.start for m in document.mentions if m.text == "茶贸盟"] == [14, 25]


def test_a_fair_and_a_venue_are_two_names() -> None:
    text = "浔博会昨日开幕。观众在浔博会澜川会展中心看展，浔博会很热闹。"
    found = names(run(text, until="mentions"))
    assert {("浔博会", "EventSeries"), ("澜川会展中心", "Venue")} <= found


def test_a_fair_s_short_name_is_the_fair_s_and_not_the_edition_s() -> None:
    found = names(run("2023年浔江数字贸易博览会（简称“浔博会”）开幕。浔博会持续三天。", until="mentions"))
    assert ("浔博会", "EventSeries") in found


def test_mentions_stand_where_they_say_and_do_not_overlap() -> None:
    document = run("由海南省商务厅主办、琼海汇展有限公司承办的第三届海岛咖啡博览会在海口开幕。", until="mentions")
    text = document.article.text
    assert all(text[m.start : m.end] == m.text for m in document.mentions)
    assert all(a.end <= b.start for a, b in zip(document.mentions, document.mentions[1:], strict=False))


def test_a_noun_of_persons_is_a_title_only_beside_a_name() -> None:
    document = run("引入了四家战略投资者。", until="mentions")
    assert not [m for m in document.mentions if m.type == "Title"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("浙江省委书记到会。", [("浙江省委", "GovernmentBody"), ("书记", "Title")]),
        ("中共北京市委宣传部到会。", [("中共北京市委", "GovernmentBody")]),
        ("深圳市福田区委副书记到会。", [("深圳市福田区委", "GovernmentBody"), ("副书记", "Title")]),
        ("北京市委托甲公司建设大桥。", []),
        ("兴化市市委书记到会。", []),
        ("浙江委员到会。", []),
        ("会上，澜川市委书记讲话。", [("澜川市委", "GovernmentBody"), ("书记", "Title")]),
        ("会上，澜川市市委书记讲话。", []),
    ],
)
def test_party_committees_of_areas(text: str, found: list[tuple[str, str]]) -> None:
    made = find_party_committees(text, list(resources().lexicon.find(text)))
    assert [(m.text, m.type) for m in made] == found


@pytest.mark.parametrize(
    ("text", "name", "kind", "parts"),
    [
        ("珠海市委市政府要求", "珠海市委市政府", "GovernmentBody", ["珠海市委", "市政府"]),
        ("由世界500强海岛集团投资", "世界500强海岛集团", "Company", ["海岛集团"]),
        ("在海岛世界500强峰会上", "世界500强峰会", "Event", ["世界500强峰会"]),
        ("珠海市政府要求", "珠海市政府", "GovernmentBody", ["珠海市政府"]),
        ("主展场成都世纪城会展中心", "展场成都世纪城会展中心", "Venue", ["成都世纪城会展中心"]),
        ("2022—2023赛季海岛联赛", "2022—2023赛季海岛联赛", "Event", ["2022—2023赛季海岛联赛"]),
        ("——2015海岛博览会", "——2015海岛博览会", "Event", ["2015海岛博览会"]),
        ("《海岛》杂志社", "海岛》杂志社", "MediaOutlet", ["《海岛》杂志社"]),
    ],
)
def test_names_run_together_are_taken_apart(text: str, name: str, kind: str, parts: list[str]) -> None:
    at = text.index(name)
    found = list(apart(Mention(at, at + len(name), name, kind, "rule", 0.9), text))
    assert [m.text for m in found] == parts
    assert all(text[m.start : m.end] == m.text for m in found)
