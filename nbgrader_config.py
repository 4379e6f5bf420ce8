from autograder.nbgrader_config import configure

configure(get_config(), __file__)  # noqa: F821  (given by nbgrader)
