"""``python -m bot`` is ``wenbao``."""

from bot.start import run

run()
