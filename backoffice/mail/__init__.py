"""Mail: messages as drafts that a person looks at and sends."""
