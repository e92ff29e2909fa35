"""Shows a report: as terminal text, JSON and, for classes, files and pages."""
