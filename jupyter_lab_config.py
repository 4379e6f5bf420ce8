"""JupyterLab reads this file when it starts here (`make lab`): no pop-up about news, no question about updates."""

c = get_config()  # noqa: F821  (given by JupyterLab)
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
