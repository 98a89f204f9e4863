"""网页杂项: what a line must look like to belong to the web site and not to the report.

A table of rules and the one function that asks them. Each rule matches a *whole* line, so that a sentence which
merely mentions 下载 or 收藏 is never touched, and each carries the reason it exists. Lines that only their place
gives away (a site's name above the title) are left to :mod:`store.cleaning.clean`.
"""

from __future__ import annotations

from dataclasses import dataclass

from store import patterns as re
from store.language.characters import trim


@dataclass(frozen=True, slots=True)
class Rule:
    """``name`` is what ``show --dropped`` prints; ``pattern`` must match the whole trimmed line."""

    name: str
    pattern: re.Pattern[str]


def _rule(name: str, *alternatives: str) -> Rule:
    return Rule(name, re.compile("|".join(f"(?:{a})" for a in alternatives), re.VERBOSE | re.IGNORECASE))


_DATE = r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
_CLOCK = r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
# What a portal states of a document beside it. None of these words opens a sentence of a report.
_FACTS = (
    "索引号|信息索引号?|发文字号|文件编号|发布机构|发文机关|发布单位|公开方式|公开日期|公开时限|公开范围|公开形式|公开责任部门|主题分类|体裁分类|"
    "组配分类|内容分类|信息分类|信息类别|信息来源|信息名称|信息有效性|有效性|时效性|主题词|成文日期|生成日期|生效日期|废止日期|发布日期|发布时间|"
    "发文日期|发文时间|更新时间|录入时间|添加时间|来源网站|稿件来源|文章来源|范文来源|范文作者|范文栏目|责任编辑|发布人|录入者|所属栏目|所属分类"
)

RULES: tuple[Rule, ...] = (
    # Forums (Discuz and its kin) print these around every post.
    _rule(
        "forum-post",
        r"查看[:：]\s?\d+\s*[|｜]?\s*回复[:：]\s?\d+",
        r"打印\s*上一主题\s*下一主题",
        r"发表于\s*" + _DATE + _CLOCK + r".{0,60}",
        r"(?:楼主|沙发|板凳|\d+楼)\s*(?:\S{1,20})?\s*发表于.{0,80}",
        r"本帖最后由.{1,40}编辑",
        # A reply, told by the floor it is on.
        r"(?:沙发|板凳|地板|[1-9]\d{0,3}[楼#])\s.{0,160}",
        r"回复本[帖贴].{0,60}|回复可见.{0,40}",
        r"\[?复制链接\]?|跳转到指定楼层|楼主|只看该作者.{0,40}|倒序浏览|阅读模式|回帖奖励",
        r"您需要登录后才可以.{0,30}|本版积分规则|使用道具\s*举报",
        r"(?:Powered\s?by\s.{1,40})",
        r"GMT\s?[+-]\s?\d.{0,40}",
    ),
    # Sign-in boxes of forums and sharing sites.
    _rule(
        "sign-in",
        r"(?:找回密码|忘记密码\??|免费注册|立即注册|自动登录|QQ登录|微信登录|用微博登录|只需一步[,，]快速开始|会员登录|登录\s*[|｜]?\s*注册)",
        r"(?:用户名|密码|验证码|Email)\s?[:：]?",
    ),
    # Sharing sites state the file's size, date, owner and price beside the text.
    _rule(
        "sharing-site-facts",
        r"[•·\-*]?\s*\d+(?:\.\d+)?\s?[KMG]B",
        r"[•·\-*]?\s*" + _DATE + _CLOCK + r"\s*(?:发布|上传)",
        r"[•·\-*]?\s*\d+\s?页",
        r"上传人[:：].{0,120}|上传者[:：].{0,120}|贡献者[:：].{0,60}|分享人[:：].{0,60}",
        r"文档编号[:：].{0,100}|上传时间[:：].{0,80}|文档大小[:：].{0,60}|文件格式[:：].{0,60}|所需(?:积分|金币|下载券)[:：].{0,40}",
        r"格式[:：]\s?\w{2,5}\s+页数[:：].{0,60}|[•·\-*]\s*(?:格式|页数|大小|文档编号|上传时间|上传人)[:：].{0,40}",
        r"第\s?\d+\s?页\s*[/／,，]?\s*共\s?\d+\s?页|[-—–]\s?\d{1,3}\s?[-—–]|第\s?\d{1,3}\s?页|Page\s\d+(?:\sof\s\d+)?",
        r"\d{1,3}\s?/\s?\d{1,3}",
        r"(?:浏览|阅读|点击|下载|访问)(?:次数|量|数)?[:：]\s?\d+\s?次?",
    ),
    _rule(
        "sharing-site-notice",
        r"(?:[•·\-*]|\d+\.)?\s*(?:\d+[、.])?\s*(?:当前|本)文档(?:由|内容)(?:用户|网友|会员|版权).{0,160}",
        r"(?:[•·\-*]|\d+\.)?\s*(?:\d+[、.])?\s*.{0,6}网站客服\s?(?:QQ|电话|微信)?[:：]?\s?\d*",
        r"《.{1,80}》由(?:会员|用户|网友).{0,4}分享.{0,200}",
        # HTML lists that carry numbers of their own: "  2. 2、文档的版权归原作者所有".
        r"[1-9]\.\s+[1-9]、.{0,160}(?:文档|本站|版权|上传|下载|付费|侵权).{0,160}",
        # A weather or health station calls itself 本站 too: the line must speak of documents as well.
        r"(?:[•·\-*]|\d+\.)?\s*(?:\d+[、.])?\s*本[站网](?:不|仅|只|所有|对).{0,60}(?:文档|下载|版权|资料|付费|用户上传).{0,120}",
        r".{0,30}(?:付费下载|仔细阅读内容确认后).{0,60}",
        r"(?:更多相关|更多与).{0,80}(?:请在|请搜索).{0,30}",
        r"(?:免责)?声明[:：]\s?(?:本站|本网|本文档|此文档|转载|部分内容).{0,200}",
        r"(?:本文(?:档)?(?:来源于|来自|由)|文章来源[:：]|原文(?:地址|链接)[:：]|转载请(?:注明|保留)).{0,120}(?:网|com|cn|http|库|收集|整理|出处|链接).{0,60}",
        r"(?:欢迎|点击|继续)(?:下载|阅读|查看).{0,40}(?:下载|全文|更多|原文|文档)\s?[>》»]*",
        r"(?:下一页|上一页|展开|点击)(?:更精彩|阅读全文|查看全文|展开全文|查看更多)[>》»]*",
    ),
    # A file's name printed as a caption, once for each preview picture.
    _rule(
        "file-caption", r".{1,80}\.(?:docx?|pdf|pptx?|xlsx?|wps|txt|rtf)(?:_第\s?\d+\s?页)?", r".{2,80}_第\s?\d+\s?页"
    ),
    # Portals of administrations: a table of facts above the text, a few links below it.
    _rule(
        "portal-facts",
        rf"[•·\-*]?\s*(?:{_FACTS})\s?(?:[:：][^。；]{{0,80}})?",
        rf"[•·\-*]?\s*(?:发布|發布)?(?:时间|時間|日期)\s?[:：]\s?{_DATE}{_CLOCK}(?:\s.{{0,80}})?",
        rf".{{0,24}}\s(?:时间|時間|日期)\s?[:：]\s?{_DATE}{_CLOCK}(?:\s.{{0,60}})?",
        rf"{_DATE}{_CLOCK}\s+(?:来源|來源|作者|浏览|瀏覽|点击|阅读|编辑|字体|字号).{{0,80}}",
        rf"{_DATE}\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?",
        # "2021-03-25 工作总结": the date and the column in which an article stands.
        r"(?:19|20)\d\d-\d{2}-\d{2}\s+[\u4e00-\u9fff]{2,6}",
        r"(?:本报|本网|本台)?(?:讯|记者|通讯员)\s?[\u4e00-\u9fff\s]{2,16}\s?(?:摄|文/图|摄影|报道)",
        r"[\u4e00-\u9fff]{2,8}作(?:政府)?工作报告。?(?:[\u4e00-\u9fff\s]{0,20}摄)?(?:本报记者\s?[\u4e00-\u9fff\s]{2,12}摄)?",
        r"(?:阅读|浏览|点击|访问)(?:次数|量|数)?\s?[:：]",
        r"[（(【\[]?(?:责任编辑|责编|编辑|校对|审核|初审|复审|终审|签发)\s?[:：].{0,24}",
        r"(?:下载文件|文件下载|附件下载|下载附件)\s?[:：]?|(?:我要|内容|网页)?纠错",
        r"[（(]?(?:下转|上接|接上|转)第?\s?[一二三四五六七八九十\dA-Z]{1,4}\s?版.{0,12}[）)]?",
        r"(?:来源|來源|作者|编辑|审核|稿源|撰稿|文字|投稿)\s?[:：]\s?\S{1,16}(?:\s+(?:来源|作者|编辑|审核|时间|日期|点击|浏览).{0,60})?",
        r".{0,8}(?:扫一扫|扫描二维码|二维码).{0,24}(?:打开|关注|分享|手机|查看).{0,16}|(?:手机|微信)扫(?:一扫|码).{0,20}|扫码关注[^。,，;；]{0,24}",
    ),
    # What a public account prints around its article.
    _rule(
        "public-account",
        r"原创\s+\S{2,24}(?:\s+\S{2,24})?\s+" + _DATE + _CLOCK + r"(?:\s+\S{2,8})?",
        r"(?:点击|↑+|▲+)\s?(?:上方|蓝字|上面).{0,12}关注.{0,10}|点击蓝字\s*关注我们",
        r"(?:阅读|在看|点赞|赞|分享|收藏|写留言|留言|喜欢此内容的人还喜欢)\s?(?:\d+(?:\.\d+)?\s?[万wW]?\+?)?",
    ),
    # 青禾日报记者 李四 摄
    _rule(
        "photo-caption",
        r".{0,80}(?:记者|通讯员|摄影)\s?[:：]?\s?[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4}){0,3}\s?[/／]?[摄图供](?:影|片)?[。]?[)）]?[。]?",
        r"[（(【]?(?:摄影|图片|供图|图/文|文/图)\s?[:：]\s?[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4}){0,3}[)）】]?",
    ),
    # Newspaper archives explain characters that their fonts lack.
    _rule("glyph-note", r"字库未存字注释[:：]?", r"[＠@][①-⑳]\s?原字.{1,20}"),
    # A preview that stops, and the sharing site's words around it.
    _rule(
        "preview-notice",
        r"[（(]?\s?未完.{0,30}(?:全文|显示|继续).{0,30}[)）]?|[（(]?请?认真阅读下面的提示信息.{0,10}[)）]?",
        r"亲[,，]?\s?[该本]?文档.{0,60}|下载后可(?:任意|自由)?(?:编辑|修改).{0,20}|.{0,20}全部预览完了.{0,30}",
        r".{2,60}[\s！!](?:立即了解|立即查看|立即下载|点击下载|免费下载|马上下载)",
        r"(?:您好|你好)?[,，！!]?\s?欢迎(?:访问|光临|来到|登录).{0,40}",
        r"我要投稿|(?:本站|小站|编者)(?:向|为)?(?:你|您)推荐[:：]?.{0,40}",
    ),
    # Sites of model texts introduce and close each text in the editor's voice, and say that they are not its author.
    _rule(
        "editor-note",
        r".{0,320}小编(?:为|给|帮|跟|精心|整理|收集|搜集|在此|今天|带来).{0,120}",
        r".{0,320}(?:为大家|为您|为你|给大家)(?:整理|收集|搜集)了?.{0,60}(?:仅供参考|欢迎|希望).{0,24}",
        r".{0,12}(?:导语|導語|导读|摘要|编者按)[:：].{0,160}(?:网友|網友|本站|客服|小编|投稿).{0,80}",
        r".{0,80}(?:来源于|來源于|由|系)(?:网友|網友|会员)(?:上传|上傳|投稿|提供).{0,80}|.{0,80}不代表(?:本站|本網|本网).{0,60}",
    ),
    _rule(
        "share-bar",
        r"分享到\s?[:：].{0,200}",
        r"(?:(?:收藏|分享|顶|踩|赞|转发|举报|评论|评分|打印|微信|微博|QQ空间)(?:\s*[（(]?\d+[)）]?)?\s*)+",
        r"[【\[]?(?:字体|字号)(?:大小)?\s?[:：]?(?:.{0,20}(?:大|中|小).{0,60})?[】\]]?",
        # The sizes to choose from, one a line: 【字体： / 大 / 中 / 小 / 】
        r"[大中小】\]]",
        r"分享到|分享至.{0,40}",
        r"[【\[]?(?:打印本页|打印|关闭窗口|关闭本页|返回顶部|返回首页|返回列表|加入收藏)[】\]]?(?:\s*+[【\[|｜]?\s*+(?:打印本页|打印|关闭窗口|关闭本页|关闭|返回顶部|返回首页|返回列表|加入收藏)[】\]]?)*",
    ),
    _rule(
        "navigation",
        r"(?:您|你)?(?:现在|当前)?(?:的)?(?:所在)?位置\s?[:：].{0,120}",
        r"(?:[^\s，。；]{2,20}(?:网|网站|平台|门户)\s{1,4})?首页\s*[>»›/|｜].{0,120}",
        r"(?:上一篇|下一篇|上一条|下一条|上一页|下一页)(?:\s?[:：].{0,60})?",
        r"(?:相关|推荐|热门|最新|精选|猜你喜欢|大家还看)(?:资源|搜索|文档|文章|阅读|推荐|主题|内容|新闻|链接|专题|帖子|信息|范文|访问)?\s?[:：]?",
        r"(?:相关|推荐|热门|最新|延伸)(?:资源|搜索|文档|文章|阅读|推荐|链接|专题|范文|访问)\s?[:：].{1,120}|【.{2,40}】(?:的)?(?:相关|推荐).{2,8}[:：]?",
        r"(?:相关|推荐|热门|最新|延伸)(?:文档|文章|阅读|推荐|链接|范文)\s*[·•▪|｜].{1,200}",
        r"(?:本文|原文|文章)(?:地址|链接|网址|标题|移动端)\s?[:：].{0,120}|(?:https?://|www\.)[\x21-\x7e]{4,120}",
        r"[^\s，,。；;：:<>»›]{1,12}(?:\s?[>»›]+\s?[^\s，,。；;<>»›]{1,30}){2,}(?:\s+正文)?",
        r"(?:Tags?|热搜|热词|热门搜索|标签|关键词|关键字)\s?[:：].{0,120}",
        r"(?:相关|专题)(?:报道|附件|链接|文件|解读|阅读)\s?[:：>》]*|点击(?:图片)?(?:进入|查看|观看).{0,16}[>》《]*",
        r"[（(].{0,16}(?:阅读|查看)全部.{0,16}(?:登录|登陆|注册).{0,8}[）)]",
        r"快速回复|返回顶部|返回列表|展开阅读全文|阅读全文|资源描述|下载资源|资源预览|内容预览|点击查看更多[>》»]*|查看更多[>》»]*",
    ),
    _rule(
        "copyright",
        r"(?:copyright|版权所有|©|Ⓒ|\(c\)\s?(?:19|20)\d\d).{0,160}",
        r".{0,60}(?:网站?|公司|单位|中心)版权所有.{0,60}",
        r".{0,60}(?:ICP备|ICP证|公网安备|经营许可证|增值电信).{0,80}",
        r"(?:主办|承办|技术支持|网站标识码|联系电话|投诉电话|客服)\s?[:：].{0,100}",
        # 主办单位 alone may be a report's, of a contest or a fair.
        r"(?:主办|承办|维护|运维)单位\s?[:：].{0,60}(?:技术支持|网站标识码|浏览器|分辨率).{0,60}|[^。,，;；]{0,20}建议(?:您|用户)?(?:使用|采用)[^。,，;；]{0,40}(?:浏览器|分辨率)[^。,，;；]{0,40}",
    ),
)

# The longest furniture read is an editor's introduction of about 200 characters.
_LONGEST_FURNITURE = 400

# From one of these on, a page has no more of the report: lists of other titles, comments.
AFTER_TEXT = re.compile(
    r"(?:【.{2,40}】)?(?:的)?(?:相关|推荐|延伸|热门)(?:文章|推荐|阅读|范文|资源|文档|访问|搜索|链接)\s?[:：]?|猜你喜欢|大家还看了?[:：]?|"
    r"(?:网友|最新|全部|用户|文章)?评论(?:\s?[(（]\d*[)）])?[:：]?|(?:发表|我要)评论|以上(?:就)?是.{0,60}(?:小编|全部内容).{0,80}"
)

# Words that sites put on buttons. A line made of nothing but these, separated by spaces, is a row of buttons.
BUTTONS = frozenset(
    "下载 相关 举报 收藏 分享 回复 顶 踩 赞 打印 关闭 首页 登录 注册 返回 返回顶部 返回列表 快速回复 使用道具 楼主 "
    "只看该作者 倒序浏览 阅读模式 回帖奖励 上一主题 下一主题 上一页 下一页 上一篇 下一篇 展开 收起 评论 转发 点赞 "
    "立即下载 在线阅读 在线预览 全屏 放大 缩小 保存 关注 私信 搜索 帮助 客服 意见反馈 设为首页 加入收藏 网站地图 "
    "联系我们 关于我们 我要投稿 立即了解 免费注册 找回密码 QQ登录 微信 微博 QQ空间 腾讯微博 腾讯朋友 人人网 开心网 复制链接".split()
)


def furniture_rule(line: str) -> str | None:
    """The name of the rule by which the line is site furniture, None where it is not.

    >>> furniture_rule("查看: 12|回复: 0"), furniture_rule("收藏收藏 分享分享 顶 踩")
    ('forum-post', 'share-bar')
    >>> furniture_rule("全年共发布教育信息320条，点击下载量突破万次。") is None
    True
    """
    text = trim(line)
    if not text or len(text) > _LONGEST_FURNITURE:
        return None
    words = text.split()
    if all(word in BUTTONS for word in words) and (len(words) > 1 or len(text) > 1):
        return "buttons"
    for rule in RULES:
        if rule.pattern.fullmatch(text):
            return rule.name
    return None
