"""Facts, findings, contracts and remedies → what should become of the monolith: options, verdict, roadmap."""
