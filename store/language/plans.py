"""The words that state a plan, in one table: what a sentence aims at, and what stands right before a planned figure.

Both are for the same words, and differ where a sentence may hold them in another sense far from its figures (要, 将).
"""

from __future__ import annotations

import re

# Words that leave no doubt wherever they stand. 拟定, 拟合; 计划生育, 规划计划: other words, and nouns.
_AIMS = r"力争|打算|拟(?![定订合])|(?<![生规策筹])计划(?=新|投|招|用|在|于|建|启|完|到|实施|安排|从)"

# 预计全年实现18.6亿元 is what the year brought, told before all of it is counted; 预计年底前竣工 is still to come.
_EXPECTED = r"预计(?!(?:今年|本年|全年)可?(?:实现|完成)|.{0,6}(?:比上|同比))"

# One of these stands in whatever IN_SENTENCE and WILL find, and is looked for much faster; most sentences have none.
HINT = re.compile("力争|打算|拟|计划|争取|预计|有望|明年|来年|下一步|下步|今后|下半年|要|必须|将")
IN_SENTENCE = re.compile(
    rf"{_AIMS}|争取(?:到|在|于|完成|实现|20)|{_EXPECTED}|有望|明年|来年|下一步|下步|今后|下半年将?(?!以来)"
    r"|(?:^|[,，。;；:：“]|20\d\d年|全市|全县|全区|我们|我局|我市|我县|我区|学校)(?:要|必须)(?![求点素闻么道])"
)
WILL = re.compile(
    r"(?<![即])将(?=于|在|以|会|要|继续|进一步|全面|重点|着力|努力|认真|严格|按|大力|加|建|新|改|扩|启|实施|开|推|组织|完|举|召|创|围绕|坚持|深化"
    r"|达|投|招|逐步|积极|突出|把|从|对|为|抓|打造|优化|提|强化|安排|筹|争|设|成立|再|全部)"
)
# 将15所学校并入…, 将创建列为…: 将 as 把 moves something and says nothing of the future
MOVES = re.compile(
    r"将[^,，。;；]{1,40}(?:列为|列入|纳入|作为|放在|分为|改为|变为|融入|贯穿|挂钩|移交|交由|调整为|定为|并入|落到|推向)"
)
BEFORE_FIGURE = re.compile(
    # The plan that a sentence only names (“九五”计划开始, 比计划增加) has no figure behind it.
    rf"{_AIMS}|(?<!生)计划(?=[安培购开增实])|争取|准备|(?<![即麻健上中少大名武猛现])(?<!决定)将(?!近|军|士|领|来|才|\d|$)|{_EXPECTED}|预期|力求"
    r"|目标(?:是|为|:)|(?<![主重需只必想])要(?!求|点|素|闻|领|件)|确保|到20[2-9]\d年|应该|必须|到“?十[三四五六]五”?末|规划(?=[新建])|努力(?=[实达])"
)
