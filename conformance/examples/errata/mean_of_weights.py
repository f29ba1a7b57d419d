"""2 * random - 1 has the mean 0 over all that could be drawn; the weights that are drawn have another."""

from onehidden.streams import uniforms

print("seed   weights                            mean")
for seed in (42, 1, 2, 3):
    weights = 2 * uniforms(seed, 3) - 1
    print(f"{seed:4}  ", *(f"{weight:+.6f}" for weight in weights), f"    {weights.mean():+.6f}")
many = 2 * uniforms(42, 1_000_000) - 1
print(f"  42   a million weights                  {many.mean():+.6f}")
