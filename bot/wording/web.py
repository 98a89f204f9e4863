"""What the page says beside its templates, in plain and polite Chinese."""

from __future__ import annotations

STATUS = {
    400: "没看懂这个请求。",
    401: "请先登录。",
    403: "这一页已经过期，或者您没有这个权限。请返回、刷新后再试。",
    404: "这里没有您要找的内容。",
    405: "不能这样使用这个地址。",
    408: "上传得太慢，已经断开。请再试一次。",
    413: "内容太大。",
    421: "请用这台机器自己的名字打开。",
    422: "填写的内容不对。",
    429: "问得有点快，请稍等再问。",
    500: "抱歉，出了点问题。请稍后再试；如果还不行，请把编号告诉管理员。",
    503: "报告库暂时打不开，请稍后再试。",
}
CHART = "{}：各行数值的条形图"
NEEDS_ACCOUNTS = "别人也能打开的网页要先有账号"
NEEDS_ACCOUNTS_REMEDY = "请运行 wenbao accounts add 名字 --role administrator，或只用 127.0.0.1"
WRONG_PASSWORD = "账号或密码不对。"
NOT_JSON = "请求的内容不是 JSON 对象"
wrong_field = "{} 不对，见 /api/v1/openapi.json".format
serving = "网页在 {} 打开；按 Ctrl-C 结束。".format
in_use = "这个地址和端口不能用：{}".format
IN_USE_REMEDY = "请换一个：wenbao web --listen 127.0.0.1:8643"
QUOTES = "原句"
QUOTE_COLUMNS = ("问题", "原句", "报告", "年份", "地区", "章节", "所问数据")
COMPARED_COLUMNS = ("地区", "年份", "数值", "报告", "原句")
FIGURE_COLUMNS = ("指标", "数值", "换算", "单位", "年份", "报告")
NEAREST = "报告没有说到。下面只是最接近的原文，不是答案："
missing = "没有说到的报告：{}".format
NOT_CORRECTED = "没有改：年份应为四位数字，标题、地区、单位不要太长。"
CORRECTED = "已改好。"
removed = "已删除《{}》。".format
UNDONE = "已撤销，恢复原样。"
NOT_UNDONE = "这次改动已经撤销过，或者过了一小时，不能再撤销。"
CHANGED_SINCE = "没有撤销：这之后又改过，先撤销后来的改动才行。"
DONE = "已办好。"
TOKEN = "令牌只显示这一次，请现在就复制："


def limited(groups: list[str]) -> str:
    """After it was said who sees a file of reports."""
    return f"现在只有这些组看得到：{'、'.join(groups)}。" if groups else "现在谁都看得到。"
