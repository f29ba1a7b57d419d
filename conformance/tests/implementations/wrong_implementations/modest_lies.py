"""Declares nothing but tanh, and would be wrong about everything else: whoever is asked nothing has passed nothing."""

from honest import STARTED, serve

serve(lambda _: "never asked\n", {**STARTED, "capabilities": {"kinds": ["update"]}})
