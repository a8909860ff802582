"""Relations, event dates and what names imply, through the whole line."""

from __future__ import annotations

import pytest
from line import relations, run

from kg.model import Relation

FORUM = "第三届海岛咖啡论坛在海口举行。"
STATED = [
    (
        f"{FORUM}海口市商务局局长王平，海南大学党委书记、校长李东等专家作主旨报告。",
        [("王平", "speaksAt", "第三届海岛咖啡论坛"), ("李东", "speaksAt", "第三届海岛咖啡论坛")],
    ),
    (
        f"{FORUM}海口市副市长王平以视频方式向论坛致辞。",
        [("王平", "speaksAt", "第三届海岛咖啡论坛")],
    ),
    (
        f"{FORUM}海口市商务局局长王志华等有关负责人，海南大学校长李东出席开幕式。",
        [("王志华", "participatesIn", "第三届海岛咖啡论坛"), ("李东", "participatesIn", "第三届海岛咖啡论坛")],
    ),
    (
        f"{FORUM}会上，海南大学校长李东围绕“当前形势、机遇”作主旨演讲。",
        [("李东", "speaksAt", "第三届海岛咖啡论坛")],
    ),
    (
        f"{FORUM}海口市副市长王志华出席论坛并在开幕式上作主旨发言。",
        [("王志华", "speaksAt", "第三届海岛咖啡论坛")],
    ),
    (
        "琼海集团党委常委、总会计师王志华与鹭岛银行党委委员、副行长李东代表双方签署合作协议。",
        [("琼海集团", "cooperatesWith", "鹭岛银行")],
    ),
    (
        "第三届海岛咖啡运动会比赛已结束，并将于15日晚举行闭幕式。",
        [("第三届海岛咖啡运动会", "endDate", "2022-09-15")],
    ),
    (
        "第三届海岛咖啡博览会将举行。英特尔、特斯拉等1868家企业线下线上参展。",
        [("英特尔", "exhibitsAt", "第三届海岛咖啡博览会"), ("特斯拉", "exhibitsAt", "第三届海岛咖啡博览会")],
    ),
    (
        f"{FORUM}海口市市长王志华、海南大学副校长李东及海南省、云南省等省区领导出席开幕式。",
        [("王志华", "participatesIn", "第三届海岛咖啡论坛"), ("李东", "participatesIn", "第三届海岛咖啡论坛")],
    ),
    (
        f"{FORUM}海口市副市长王志华在闭幕式上称，收获很大。",
        [("王志华", "speaksAt", "第三届海岛咖啡论坛")],
    ),
    (
        f"{FORUM}主论坛由海南大学副校长李东主持。",
        [("李东", "speaksAt", "第三届海岛咖啡论坛")],
    ),
    (
        "2024年海岛篮球联赛收官。昨晚，海口飞鱼队以91比84击退三亚猎鹰队。",
        [
            ("海口飞鱼队", "participatesIn", "2024年海岛篮球联赛"),
            ("三亚猎鹰队", "participatesIn", "2024年海岛篮球联赛"),
        ],
    ),
    (
        "第三届海岛咖啡博览会规模更大，咖啡专区云集了琼海汇展有限公司、浔江会展有限公司等。",
        [("琼海汇展有限公司", "exhibitsAt", "第三届海岛咖啡博览会")],
    ),
    (
        "琼海汇展有限公司负责人与鹭岛会展有限公司负责人签署合作协议。",
        [("琼海汇展有限公司", "cooperatesWith", "鹭岛会展有限公司")],
    ),
    (
        "由海南省商务厅主办、琼海汇展有限公司承办的第三届海岛咖啡博览会昨日开幕。",
        [
            ("第三届海岛咖啡博览会", "organizer", "海南省商务厅"),
            ("第三届海岛咖啡博览会", "organizer", "琼海汇展有限公司"),
        ],
    ),
    (
        "第三届海岛咖啡博览会将于9月10日在海南国际会展中心举行。",
        [
            ("第三届海岛咖啡博览会", "heldAt", "海南国际会展中心"),
            ("第三届海岛咖啡博览会", "startDate", "2022-09-10"),
        ],
    ),
    (
        "浔江新能源科技有限公司完成融资。这家成立于2018年的公司生产电池。",
        [
            ("浔江新能源科技有限公司", "founded", "2018"),
        ],
    ),
    (
        "第三届海岛咖啡博览会9月10日至12日在海口举办。",
        [
            ("第三届海岛咖啡博览会", "endDate", "2022-09-12"),
        ],
    ),
    (
        "为期三天的第三届海岛咖啡博览会5日在海口闭幕。",
        [
            ("第三届海岛咖啡博览会", "startDate", "2022-09-03"),
        ],
    ),
    (
        "第三届海岛咖啡博览会已将开幕日后移至9月17日。",
        [
            ("第三届海岛咖啡博览会", "startDate", "2022-09-17"),
        ],
    ),
    (
        "9月5日，由海南省商务厅、海口市人民政府、海口市贸促会主办，琼海汇展有限公司、海口会展集团、浔江展览服务有限公司承办的第三届海岛咖啡博览会在海口闭幕。",
        [
            ("第三届海岛咖啡博览会", "endDate", "2022-09-05"),
        ],
    ),
    (
        "第三届海岛咖啡博览会9月10日开幕。会上，琼海汇展有限公司与浔江新能源科技有限公司互签了意向书。",
        [
            ("琼海汇展有限公司", "participatesIn", "第三届海岛咖啡博览会"),
            ("浔江新能源科技有限公司", "participatesIn", "第三届海岛咖啡博览会"),
        ],
    ),
    (
        "以“一杯通山海”为主题的第三届海岛咖啡博览会开幕。",
        [
            ("第三届海岛咖啡博览会", "theme", "一杯通山海"),
        ],
    ),
    (
        "在第三届海岛咖啡博览会上，琼海汇展有限公司展出了新品。",
        [
            ("琼海汇展有限公司", "exhibitsAt", "第三届海岛咖啡博览会"),
        ],
    ),
    (
        "中国银行与中粮集团签署战略合作协议。",
        [
            ("中国银行", "cooperatesWith", "中粮集团"),
        ],
    ),
    (
        "全球茶叶联盟总部设在厦门。",
        [
            ("全球茶叶联盟", "headquarters", "厦门"),
        ],
    ),
    (
        "全球茶叶联盟成立于2015年。",
        [
            ("全球茶叶联盟", "founded", "2015"),
        ],
    ),
    (
        "全球茶叶联盟发布《茶叶贸易报告》。",
        [
            ("全球茶叶联盟", "publishes", "茶叶贸易报告"),
        ],
    ),
    (
        "2022年服贸会昨日开幕。",
        [
            ("2022年中国国际服务贸易交易会", "editionOf", "中国国际服务贸易交易会"),
        ],
    ),
    (
        "大会在北京国家会议中心举行。",
        [
            ("国家会议中心", "locatedIn", "北京"),
        ],
    ),
    (
        "第三届海岛咖啡博览会由海南省商务厅主办、琼海汇展有限公司承办，鹭岛会展有限公司协办。",
        [
            ("第三届海岛咖啡博览会", "organizer", "海南省商务厅"),
            ("第三届海岛咖啡博览会", "organizer", "琼海汇展有限公司"),
            ("第三届海岛咖啡博览会", "organizer", "鹭岛会展有限公司"),
        ],
    ),
    (
        "第三届海岛咖啡博览会在海口、琼海两地同步开幕。",
        [("第三届海岛咖啡博览会", "heldAt", "海口"), ("第三届海岛咖啡博览会", "heldAt", "琼海")],
    ),
    (
        "琼海汇展有限公司成立于2010年，是鹭岛会展有限公司的控股子公司。",
        [("琼海汇展有限公司", "subOrganizationOf", "鹭岛会展有限公司")],
    ),
    (
        "在第三届海岛咖啡论坛上，琼海汇展有限公司总经理王志华表示，市场正在扩大。",
        [("王志华", "speaksAt", "第三届海岛咖啡论坛")],
    ),
    (
        "第十届海岛咖啡博览会、海岛商务峰会9月10日在海口开幕。",
        [
            ("第十届海岛咖啡博览会", "heldAt", "海口"),
            ("海岛商务峰会", "heldAt", "海口"),
            ("第十届海岛咖啡博览会", "startDate", "2022-09-10"),
            ("海岛商务峰会", "startDate", "2022-09-10"),
        ],
    ),
    (
        "商务部服贸司副司长王志华出席。",
        [
            ("商务部服贸司", "subOrganizationOf", "商务部"),
        ],
    ),
]  # fmt: skip
NOT_STATED = [
    (
        "第三届海岛咖啡论坛昨日在海口举行新闻发布会。发布会上，海口市副市长王志华致辞。海南省商务厅等有关负责人出席。",
        "participatesIn",
    ),
    (f"{FORUM}海口市商务局局长王平没有出席。", "participatesIn"),
    (f"{FORUM}此次发布会由海南省商务厅主办。", "organizer"),
    ("全国教育大会精神传达到各校。会上，海南大学校长李东发表了主旨演讲。", "speaksAt"),
    ("第三届海岛咖啡博览会开幕。琼海汇展有限公司击败鹭岛会展有限公司，拿下订单。", "participatesIn"),
    ("疫情后的展会已排定，9月12日起恢复。\n第三届海岛咖啡博览会延期举办。", "startDate"),
    ("第三届海岛咖啡博览会今起至9月10日在海口举办。", "startDate"),
    ("琼海汇展有限公司没有参加第三届海岛咖啡博览会。", "participatesIn"),
    ("琼海汇展有限公司否认与中国银行合作。", "cooperatesWith"),
    ("第三届海岛咖啡博览会的门票推迟至9月3日发售。", "startDate"),
    ("第三届海岛咖啡博览会开幕。散会后，琼海汇展有限公司与浔江新能源科技有限公司签了意向书。", "participatesIn"),
    ("截至9月3日，第三届海岛咖啡博览会报名企业达300家。", "startDate"),
    ("原定9月10日在海口举行的第三届海岛咖啡博览会取消。", "heldAt"),
    ("第三届海岛咖啡博览会的观众多数住在海南国际会展中心附近。", "heldAt"),
    ("中国银行、中国移动等企业参加了会议。", "cooperatesWith"),
    ("在海口举行的第三届海岛咖啡博览会上，观众很多。", "organizer"),
    ("在第三届海岛咖啡博览会上，琼海汇展有限公司总经理王志华表示，市场正在扩大。", "speaksAt"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), STATED)
def test_what_a_sentence_states_is_claimed(text: str, facts: list[tuple[str, str, str]]) -> None:
    assert set(facts) <= relations(run(text))


@pytest.mark.parametrize(("text", "predicate"), NOT_STATED)
def test_what_a_sentence_does_not_state_is_not_claimed(text: str, predicate: str) -> None:
    assert predicate not in {p for _, p, _ in relations(run(text))}


STATUSES = [
    ("第三届海岛咖啡博览会将于9月10日在海口举行。", "planned"),
    ("第三届海岛咖啡博览会9月1日在海口开幕。", "asserted"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_a_plan_is_marked(text: str, status: str) -> None:
    claims = [c for c in run(text).claims if isinstance(c.fact, Relation) and c.fact.predicate == "heldAt"]
    assert [c.status for c in claims] == [status]


def test_the_role_of_an_organizer_is_kept() -> None:
    document = run("由海南省商务厅主办、琼海汇展有限公司承办的第三届海岛咖啡博览会开幕。")
    roles = {c.role for c in document.claims if isinstance(c.fact, Relation) and c.fact.predicate == "organizer"}
    assert roles == {"主办", "承办"}


def test_every_claim_stands_in_its_sentence() -> None:
    document = run("由海南省商务厅主办的第三届海岛咖啡博览会将于9月10日至12日在海口举行。主题为“一杯通山海”。")
    for claim in document.claims:
        sentence = document.sentences[claim.sentence]
        assert sentence.start <= claim.start < claim.end <= sentence.end
