"""Work that outlasts a request, resumable, with a progress row the page can show."""
