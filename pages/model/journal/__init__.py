"""The journal: the records of jobs in an SQL database. Only what is configured is imported."""
