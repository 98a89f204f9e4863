"""What assistants are told of the tools, in plain Chinese."""

from __future__ import annotations

TITLE = "问报：向工作报告提问"
INSTRUCTIONS = (
    "从中文工作报告里找原句、出处和数据。quote 是报告原文，请一字不改地引用，并写出 report.title 和 section。"
    "status：answered 已答；uncertain 只对上一部分，请说明；clarify 需要问清是哪一篇；no_answer 报告没有说，"
    "这时 nearest 只是最接近的原文，不能当作答案。figures 里的 value 是换算成基本单位的数，text 是原文写法。不要自己补数。"
)
ASK = "向报告提一个问题，得到逐字原句、所问的数据和出处；报告没说的会答 no_answer。"
COMPARE = "把一个指标在各篇报告里对比，comparison.rows 一行一篇，missing 是没有说到的，otherwise 是说法不同、不能放在一起比较的原句。"
FIGURES = "列出报告里的数据，按词、指标、单位、年份、地区、大小筛选。"
REPORTS = "列出报告库里的报告。"
SHOW = "读一篇报告：题头、提纲，和从第 first 句起的原文句子。"
QUESTION = "日常说法的问题，例如：2022年招聘了多少名教师"
CONTEXT = "同一次对话里先前的问题，先问的在前；接着问（那2021年呢）时要给"
YEAR = "只看这一年的报告"
INDICATOR = "要对比的事，例如：2022年招聘教师多少名"
TERM = "要找的词，可以带上大小，例如：投入超过5000万元"
REPORT = "报告编号，见 reports"
FIRST = "从第几句起，1 是第一句"
COMMAND = "给助手用的 MCP 服务，走标准输入输出"
HTTP = "改走 HTTP（streamable HTTP），监听这个地址和端口"
NO_EXTRA = "没有安装 MCP"
NO_EXTRA_REMEDY = "请运行 pip install 'wenbao[mcp]'"
