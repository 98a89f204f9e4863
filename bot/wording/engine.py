"""What is said of an archive in ClickHouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.archive.clickhouse.push import Pushed

ENGINE = "ClickHouse 里的报告库：建表、搬入、清理"
ENGINE_COMMANDS = "子命令"
DDL = "打印建表语句"
DDL_CLUSTER = "集群的名字：打印在整个集群上建表的语句"
PUSH = "把报告库文件里的报告搬进配置里 [engine] url 所指的 ClickHouse；中断后再运行一次就接着搬"
SWEEP = "清掉 ClickHouse 里已经被替换或删除的报告留下的行"
PUSHING = "搬入 ClickHouse"
NOT_A_NAME = "集群的名字只能用字母、数字和下划线，不以数字开头"
NO_URL = "配置里没有 [engine] url"
NO_URL_REMEDY = '请在 wenbao.toml 里写上，例如 url = "clickhouse://用户:密码@主机:8123/wenbao"'
DIFFERENT = "搬完后核对，两边不一样"
DIFFERENT_REMEDY = "原来的报告库没有改动；请检查 ClickHouse，清空那个数据库后再搬一次"


def pushed(done: Pushed, asked: int) -> str:
    """What a push came to, in two lines; ``asked`` searches were compared, none where the two hold different reports."""
    before = f"，另有 {done.unchanged} 个文件先前已经搬过" if done.unchanged else ""
    moved = f"搬入 {done.files} 个文件、{done.reports} 篇报告、{done.sentences} 句{before}。"
    if asked:
        return f"{moved}\n核对：每篇的句数和数据个数相同；抽查 {asked} 次检索，句子、次序和分数全部相同。"
    return f"{moved}\n核对：每篇的句数和数据个数相同；那里还有别的报告，分数不能相比，没有抽查检索。"


def counts_differ(ids: list[str]) -> str:
    """Which reports did not arrive whole."""
    return f"{'、'.join(ids[:5])} 等 {len(ids)} 篇的题头、句数或数据个数不同"


scores_differ = "抽查 {1} 次检索，有 {0} 次结果不同".format  # how many of the sampled searches gave something else


def swept(revisions: int) -> str:
    """What a sweep came to."""
    return f"清掉了 {revisions} 个旧版本的行。" if revisions else "没有要清理的。"
