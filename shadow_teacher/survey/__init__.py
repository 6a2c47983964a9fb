"""How would the student do on my pages? visit -> cases -> evaluate -> report; the misses can become lessons (teach)."""
