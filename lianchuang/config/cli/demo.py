"""`lianchuang demo`."""

import json
import os
import time

import click
from django.utils.translation import gettext as _

from lianchuang.config.cli.answers import bar, prepare_database, refuse
from lianchuang.config.cli.serve import chosen_port, run_server
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
@click.option("--port", type=int, help="Port; else PORT, else 8000.")
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
        click.echo(json.dumps({"dry_run": True, "scale": scale, "seed": seed, "exists": run is not None}))
        return
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
    if as_json:
        seconds = round(time.monotonic() - started, 1)
        click.echo(
            json.dumps(
                {
                    "address": address,
                    "seconds": seconds,
                    "scale": run.scale,
                    "seed": run.seed,
                    "sign_in": links,
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        click.echo(_("The demo county (all people and places are invented): %(address)s/demo/") % {"address": address})
        for name, link in links.items():
            click.echo(f"  {name}: {link}")
    if not no_serve:
        os.environ.setdefault("PORT", str(number))
        run_server(host, number)
