"""Who gets the next interaction: agents, queues, offers."""
