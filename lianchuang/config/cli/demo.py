"""`lianchuang demo`."""

import time

import click
from django.utils.translation import gettext as _

from lianchuang.config.cli.answers import bar, prepare_database, refuse, say
from lianchuang.config.cli.serve import PORT, chosen_port, open_server, run_server
from lianchuang.demo.county import DemoRefused, finished_run, make_county, why_not_here
from lianchuang.demo.queries import sign_in_links


@click.command()
@click.option(
    "--scale",
    type=click.FloatRange(0.02, 100),
    default=1.0,
    show_default=True,
    help="1 is the whole county; 10 has ten times its sites, visits and findings.",
)
@click.option("--seed", type=int, default=20260914, show_default=True, help="The same seed makes the same county.")
@click.option("--port", type=PORT, help="Port; else PORT, else 8000.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--no-serve", is_flag=True, help="Only make the data.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output (before serving).")
@click.option("--dry-run", is_flag=True, help="Say what would be made; change nothing.")
def demo(scale: float, seed: int, port: int | None, host: str, no_serve: bool, as_json: bool, dry_run: bool) -> None:
    """Make the invented county 莲城县 once, through the same actions as real work, and serve it."""
    number = chosen_port(port)
    prepare_database()
    if reason := why_not_here(scale=scale, seed=seed):
        refuse(as_json, [reason])
    run = finished_run()
    if dry_run:
        answer = {"dry_run": True, "scale": scale, "seed": seed, "exists": run is not None}
        say(as_json, answer, [_("The county is there already.") if run else _("The county would be made.")])
        return
    server = None if no_serve else open_server(host, number)  # a taken port is said before the county is made
    started = time.monotonic()
    if run is None:
        try:
            with bar(1000, _("Making the county"), as_json) as shown:
                run = make_county(
                    scale=scale, seed=seed, progress=lambda share: shown.update(int(share * 1000) - shown.pos)
                )
        except DemoRefused as fault:
            refuse(as_json, [str(fault)])
    address = f"http://{host}:{number}"
    links = sign_in_links(address)
    say(
        as_json,
        {
            "address": address,
            "seconds": round(time.monotonic() - started, 1),
            "scale": run.scale,
            "seed": run.seed,
            "sign_in": links,
        },
        [
            _("The demo county (all people and places are invented): %(address)s/demo/") % {"address": address},
            *(f"  {name}: {link}" for name, link in links.items()),
        ],
    )
    if server is not None:
        run_server(server)
