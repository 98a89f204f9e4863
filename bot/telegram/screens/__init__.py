"""What a person sees in the chat: pure functions from answers, reports and loads to messages with buttons."""
