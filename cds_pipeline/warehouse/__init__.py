"""What is stored: lake, build, publication and the writer's lock. SQL meaning lives in ``sql/``."""
