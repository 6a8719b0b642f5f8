"""What a person sees: the weekly queue, cases, the registry list, search and coverage."""
