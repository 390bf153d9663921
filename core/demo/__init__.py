"""A fictitious network on real places, loaded only through the acts people use, the same for the same seed.

`sources` reads `data/demo/*.csv` (who, where, which lines, who sends what to whom); `demand` decides by chance, from
the seed, who reserves what and when; `structure` and `governance` set the network up; `replay` lives its past day by
day with the clock set back, up to now; `coming`, `asking` and `days` add what the coming weeks should show; `generator`
does it all in order. Nothing is written but by actions, and nothing depends on the machine: same seed, same day, same
network. Run it by `python -m core.demo`.
"""
