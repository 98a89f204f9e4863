"""``python -m bot`` is ``wenbao``."""

from bot.cli import run

run()
