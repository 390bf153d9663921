"""The shared trucks: compartments, what temperatures they keep, what they cost, who owns them."""
