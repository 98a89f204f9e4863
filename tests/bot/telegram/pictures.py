"""Three conversations as a phone shows them: python -m tests.bot.telegram.pictures OUT [REPORTS]

Each is driven through a real `wenbao serve` over the reports (those of the demo by default) and drawn by chromium,
390 pixels wide, as OUT/clerk.png, OUT/administrator.png and OUT/group.png, to be looked at.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bot.fake_telegram import FakeTelegram, Message, Person, Room, conversation_page
from tests.bot.telegram.documents import NO_YEAR, word
from tests.bot.telegram.serving import ROOT, Served

SAMPLES = ROOT / "bot/samples"
HEIGHT = 2600  # a conversation is cut into screens of a long phone where it is higher
ASKED = {
    "clerk": ("青禾县2022年招聘教师多少名", "那2021年呢", "青禾县2022年存在哪些问题", "2019年青禾县招聘教师多少名"),
    "group": ("青禾县2022年招骋教师多少名", "那2021年呢", "各地招聘教师多少名"),
}


def turned(person: Person, message: Message, label: str) -> None:
    """Press a button that changes its message, and wait until it has."""
    person.presses(message, label)
    Room(person.world, person.world.chats[message.chat_id]).wait_for_edit(message)


def clerk(person: Person, questions: tuple[str, ...]) -> Room:
    """A clerk's morning: the first steps, a figure and what follows, a list, a refusal."""
    person.private.wait_for_answer(person.starts())
    first = person.asks(questions[0])
    for question in questions[1:]:
        person.asks(question)
    refusal = person.private.messages[-1]
    if "看看最接近的原文" in refusal.labels:
        turned(person, refusal, "看看最接近的原文")
    again = person.asks(questions[0])
    turned(person, again, "原文")
    person.presses(first, "👍")
    person.asks("/figures 教师")
    return person.private


def administrator(person: Person) -> Room:
    """An administrator loads a report that does not say its year, corrects it, and looks at the numbers."""
    person.asks("/reports")
    sent = person.sends_document(word(NO_YEAR.format(count=61)), "磨盘镇安全生产工作总结.docx", caption="/load")
    told = person.private.wait_for(
        lambda _: next((one for one in person.private.answers_after(sent) if one.labels), None), "the load"
    )
    person.presses(told, "改年份")
    prompt = person.private.wait_for_answer(told)
    corrected = person.asks("2022", reply_to=person.asks("去年", reply_to=prompt))
    person.asks("磨盘镇2022年排查隐患多少处")
    turned(person, corrected, "撤销")
    person.asks("/remove 999")
    person.asks("/stats")
    return person.private


def group(room: Room, one: Person, other: Person, questions: tuple[str, ...]) -> Room:
    """Two people in a group: a question, a reply to its answer, a comparison."""
    one.sends("下午开会要用招聘的数", room)
    answer = one.asks(f"/ask {questions[0]}", room)
    other.asks(questions[1], room, reply_to=answer)
    other.asks(f"/ask {questions[2]}", room)
    one.sends("收到，谢谢", room)
    return room


def draw(room: Room, path: Path) -> None:
    """The conversation as a picture."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(conversation_page(room), "utf-8")
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-background-networking",
        )
        where = (f"--user-data-dir={folder}/data", "--disable-sync", f"--window-size=390,{HEIGHT}")
        command = ["chromium", *options, *where, f"--screenshot={path.resolve()}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def main(out: Path, reports: Path, asked: dict[str, tuple[str, ...]]) -> None:
    """Drive the conversations and draw them."""
    out.mkdir(parents=True, exist_ok=True)
    with FakeTelegram() as telegram, tempfile.TemporaryDirectory() as folder:
        wang, zhao, boss = (telegram.person(name) for name in ("王敏", "赵强", "李主任"))
        office = telegram.group("教育局办公室", wang, zhao)
        served = Served(telegram, Path(folder), admins=[boss], open_to_all=True)
        served.load(*sorted(path for path in reports.iterdir() if path.suffix in (".txt", ".docx", ".html", ".pdf")))
        with served:
            served.wait_until_ready()
            rooms = {
                "clerk": clerk(wang, asked["clerk"]),
                "administrator": administrator(boss),
                "group": group(office, wang, zhao, asked["group"]),
            }
        served.check()
        for name, room in rooms.items():
            draw(room, out / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else SAMPLES, ASKED)
