"""Long work runs as jobs: stored before it is acknowledged, done once, asked for by its id.

    from assistant.jobs import Jobs

    jobs = Jobs(workspace)
    job = jobs.enqueue("draft", {"kind": "topic", "group": "newborn"})
    jobs.get(job.id).progress        # what a page polls
    jobs.cancel(job.id)

The database of the workspace knows every job (:mod:`.book`); the queue (:mod:`.line`) only carries ids to the workers,
so that nothing is lost with it. A :class:`~assistant.jobs.worker.Worker` does them, in a process of its own
(``assistant worker``) or in threads of the service.
"""

from assistant.jobs.desk import Jobs
from assistant.jobs.model import Fault, Job, JobStatus, Progress

__all__ = ["Fault", "Job", "JobStatus", "Jobs", "Progress"]
