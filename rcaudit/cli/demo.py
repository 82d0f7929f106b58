"""`rcaudit demo`: a small Rocket.Chat workspace on loopback."""

import threading

import click


@click.command()
@click.option("--port", default=0, show_default="any", help="Port to listen on.")
@click.option(
    "--account",
    type=click.Choice(["auditor", "limited", "own", "incoming", "nobody"]),
    default="auditor",
    show_default=True,
    help="Account whose credentials are printed: auditor sees all without a rate limit.",
)
@click.option("--latency", default=0.0, metavar="SECONDS", help="Wait before each reply.")
@click.option("--limit", type=int, metavar="CALLS", help="Calls a window, for every account.")
@click.option("--window", default=60.0, show_default=True, metavar="SECONDS", help="The window.")
@click.option("--fail-rate", default=0.0, metavar="SHARE", help="Share of calls that get a 503.")
@click.option("--nine", is_flag=True, help="Behave as 9.0: strict parameters, 403 for refusals.")
@click.option("--integrations", type=int, metavar="N", help="Make up N integrations.")
def demo(
    *,
    port: int,
    account: str,
    latency: float,
    limit: int | None,
    window: float,
    fail_rate: float,
    nine: bool,
    integrations: int | None,
) -> None:
    """Run a demo workspace until Ctrl-C, and print the environment to set for it."""
    from rcaudit.demo.behaviour import Behaviour  # noqa: PLC0415 - `--help` must stay quick
    from rcaudit.demo.generate import generate_workspace  # noqa: PLC0415 - `--help` likewise
    from rcaudit.demo.sample import load_sample_workspace  # noqa: PLC0415 - `--help` likewise
    from rcaudit.demo.server import DemoServer  # noqa: PLC0415 - `--help` likewise

    workspace = (
        load_sample_workspace()
        if integrations is None
        else generate_workspace(integrations=integrations)
    )
    behaviour = Behaviour(
        latency=latency,
        limit=limit,
        limit_everyone=True,
        window=window,
        fail_rate=fail_rate,
        strict=nine,
    )
    try:
        with DemoServer(workspace, behaviour, port=port) as server:
            user_id, token = server.credentials(account)
            click.echo(
                f"A demo workspace of {len(server.documents)} integrations answers at "
                f"{server.url}. Ctrl-C ends it.",
                err=True,
            )
            click.echo(f"export RCAUDIT_URL={server.url}")
            click.echo(f"export RCAUDIT_USER_ID={user_id}")
            click.echo(f"export RCAUDIT_AUTH_TOKEN={token}")
            threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("The demo workspace has ended.", err=True)
