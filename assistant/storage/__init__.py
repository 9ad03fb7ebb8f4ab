"""What must not be lost: one SQL database a workspace, which is the truth for passages, facts and drafts."""
