"""What a person sees in the chat: pure functions from answers, reports and loads to messages with buttons."""

from bot.presenting import choices
from bot.telegram.screens.answers import answer_screens, evidence_at
from bot.telegram.screens.callbacks import Action, Callback, leaf_of, page_of, piece_of, read_callback
from bot.telegram.screens.inline import inline_results
from bot.telegram.screens.lists import figures_screens, help_screen, reports_screen, said_screen, start_screen
from bot.telegram.screens.loading import (
    corrected_screen,
    failed_screen,
    incident,
    loaded_screen,
    progress_screen,
    prompt_for,
    refused,
    slow_down,
    too_large,
    undone_screen,
)
from bot.telegram.screens.managing import confirm_removal_screen, removed_screen, statistics_screen
from bot.telegram.screens.model import Button, InlineResult, Screen
from bot.telegram.screens.reading import context_screens, section_screens, source_screens, stale_screen

__all__ = [
    "Action",
    "Button",
    "Callback",
    "InlineResult",
    "Screen",
    "answer_screens",
    "choices",
    "confirm_removal_screen",
    "context_screens",
    "corrected_screen",
    "evidence_at",
    "failed_screen",
    "figures_screens",
    "help_screen",
    "incident",
    "inline_results",
    "leaf_of",
    "loaded_screen",
    "page_of",
    "piece_of",
    "progress_screen",
    "prompt_for",
    "read_callback",
    "refused",
    "removed_screen",
    "reports_screen",
    "said_screen",
    "section_screens",
    "slow_down",
    "source_screens",
    "stale_screen",
    "start_screen",
    "statistics_screen",
    "too_large",
    "undone_screen",
]
