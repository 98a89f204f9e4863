"""A conversation as an HTML page that looks like Telegram on a phone 390 px wide, to be looked at as a picture.

Drawn after the Android app: the bot's bubbles white on the left, the person's green on the right, keyboards as rows of
buttons under their bubble, quotes with a bar on the left, expandable ones cut after three lines. Fonts are those of the
machine (emoji need one that has them), so line breaks may differ by a character from a real phone.
"""

from __future__ import annotations

import time
from html import escape

from tests.bot.fake_telegram.markup import Entity, Formatted, nested_html
from tests.bot.fake_telegram.rooms import Room
from tests.bot.fake_telegram.seen import Button, Message

STYLE = """
* { box-sizing: border-box }
html { background: #c4d3bc }
body { width: 390px; margin: 0 auto; padding-bottom: 10px; font: 16px/1.32 "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  background: #c4d3bc; color: #000 }
header { background: #517da2; color: #fff; padding: 9px 16px; font-weight: 500; position: sticky; top: 0; z-index: 1 }
header small { display: block; font-size: 13px; font-weight: 400; opacity: .8 }
.message { max-width: 330px; margin: 6px 8px 0; width: fit-content; display: flow-root }
.message.mine { margin-left: auto }
.bubble { background: #fff; border-radius: 14px 14px 14px 4px; padding: 6px 10px 5px; box-shadow: 0 1px 1px #0002;
  white-space: pre-wrap; overflow-wrap: anywhere }
.mine .bubble { background: #e7fecb; border-radius: 14px 14px 4px 14px }
.who { color: #3a8ccf; font-size: 14px; font-weight: 500 }
time { float: right; font-size: 12px; color: #98a2a9; margin: 6px 0 0 8px; position: relative; top: 2px }
.mine time { color: #6cb05a }
a, .tap { color: #2f81c5; text-decoration: none }
code, pre { font-family: "Noto Sans Mono CJK SC", monospace; font-size: 14px; color: #37618a; overflow-wrap: anywhere }
pre { background: #f1f4f6; border-left: 3px solid #7d96ab; border-radius: 4px; margin: 2px 0; padding: 4px 8px;
  white-space: pre-wrap }
blockquote { margin: 2px 0; padding: 2px 20px 2px 9px; font-size: 15px; position: relative; background: #eaf3fb;
  border-left: 3px solid #3a8ccf; border-radius: 4px }
blockquote::after { content: "”"; position: absolute; right: 6px; top: 0; color: #3a8ccf; font: 700 20px/1 serif }
blockquote.expandable { max-height: calc(3 * 1.32em + 4px); overflow: hidden }
blockquote.expandable::before { content: "⌄"; position: absolute; right: 5px; bottom: 2px; color: #3a8ccf; font-size: 14px }
.mine blockquote { background: #d6f3bd }
.spoiler { background: #b7bfc6; color: transparent; border-radius: 3px }
.reply { border-left: 3px solid #3a8ccf; background: #eaf3fb; border-radius: 4px; padding: 1px 8px; font-size: 14px;
  margin-bottom: 3px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.file { display: flex; gap: 10px; align-items: center; margin: 2px 0 4px }
.file i { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #3a8ccf; color: #fff; font-style: normal;
  text-align: center; line-height: 40px }
.file small { display: block; color: #98a2a9 }
.keyboard { display: grid; grid-template-columns: minmax(0, 1fr); gap: 3px; margin-top: 3px; min-width: 220px }
.row { display: flex; gap: 3px }
.row span { flex: 1 1 0; min-width: 0; background: #6a8a6acc; color: #fff; border-radius: 7px; padding: 8px 4px;
  text-align: center; font-size: 14px; font-weight: 500; white-space: nowrap; overflow: hidden; text-overflow: ellipsis;
  position: relative }
.row span small { position: absolute; right: 4px; top: 1px; font-size: 10px }
.answers { background: #e4e8ea; padding: 6px; margin-top: 10px }
.answers .row span { background: #fff; color: #222 }
.service { text-align: center; font-size: 13px; color: #fff; margin: 6px }
"""
TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
}
ICONS = {"document": "▤", "photo": "▧", "voice": "▶", "sticker": "☆"}  # signs that a CJK font has


def conversation_page(room: Room) -> str:
    """The whole page, with nothing to fetch."""
    messages = room.messages
    by_id = {message.id: message for message in messages}
    group = room.chat.type != "private"
    bubbles = [message_html(one, by_id.get(one.reply_to or 0), named=group) for one in messages]
    title = escape(room.title if group else str(room.world.bot["first_name"]))
    kind = "群" if group else "机器人"
    last = next((one for one in reversed(messages) if one.markup), None)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=390"><title>{title}</title>'
    header = f"<header>{title}<small>{kind}</small></header>"
    answers = answers_html(last.answers) if last else ""
    return f"<!doctype html>{head}<style>{STYLE}</style><body>{header}{''.join(bubbles)}{answers}</body>"


def message_html(message: Message, replied: Message | None, *, named: bool) -> str:
    if message.kind == "service":
        return ""
    mine = not (message.by_bot or named)
    who = f'<div class="who">{escape(message.sender)}</div>' if named else ""
    reply = f'<div class="reply">{escape(replied.text[:60])}</div>' if replied else ""
    edited = "已编辑 " if message.edits and not message.keyboard else ""  # the app does not say it over buttons
    when = f"<time>{edited}{time.strftime('%H:%M', time.localtime(message.date))}</time>"
    words = text_html(Formatted(message.text, message.entities))
    bubble = f'<div class="bubble">{who}{reply}{file_html(message)}{words}{when}</div>'
    return f'<div class="message{" mine" if mine else ""}">{bubble}{keyboard_html(message.keyboard)}</div>'


def text_html(formatted: Formatted) -> str:
    """The words with their looks. The line break that ends or follows a block is the block's own."""
    html = nested_html(formatted.text, formatted.entities, looks)
    for block in ("blockquote", "pre"):
        html = html.replace(f"</{block}>\n", f"</{block}>").replace(f"\n<{block}", f"<{block}")
    return html


def looks(entity: Entity) -> tuple[str, str]:
    if entity.type == "text_link":
        return f'<a title="{escape(entity.url or "")}">', "</a>"
    return TAGS.get(entity.type, ('<span class="tap">', "</span>"))


def file_html(message: Message) -> str:
    if message.file is None:
        return ""
    name = escape(message.file.name or message.file.kind)
    size = f"<small>{message.file.size / 1024:.1f} KB</small>"
    return f'<div class="file"><i>{ICONS[message.file.kind]}</i><div>{name}{size}</div></div>'


def keyboard_html(rows: tuple[tuple[Button, ...], ...]) -> str:
    if not rows:
        return ""
    return f'<div class="keyboard">{"".join(map(row_html, rows))}</div>'


def row_html(row: tuple[Button, ...]) -> str:
    mark = {"url": "↗", "copies": "▣", "inline": "＠"}
    cells = []
    for button in row:
        corner = next((f"<small>{sign}</small>" for name, sign in mark.items() if getattr(button, name)), "")
        cells.append(f"<span>{escape(button.text)}{corner}</span>")
    return f'<div class="row">{"".join(cells)}</div>'


def answers_html(rows: tuple[tuple[str, ...], ...]) -> str:
    if not rows:
        return ""
    drawn = ("".join(f"<span>{escape(text)}</span>" for text in row) for row in rows)
    keyboard = "".join(f'<div class="row">{row}</div>' for row in drawn)
    return f'<div class="keyboard answers">{keyboard}</div>'
