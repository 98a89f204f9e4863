"""The Telegram bot. Nothing is imported here: python-telegram-bot takes longer to import than a question takes."""
