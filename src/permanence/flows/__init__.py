"""What a caller hears before a person answers: opening plans, menus, prompts."""
