"""What a student notices when one CSS property of a page changes: the mutation suite, its scores, and thresholds from both.

measure     facts of an element as the browser measures them (stage.js)
statements  facts -> claims in words, each with a rule; rules: of which facts it is true, of which false, of which neither
catalog     what is changed: properties, three tiers each; paint, typography, place, state
stage       one page, open: change one property, capture, undo
suite       pages -> pairs on disk
pairs       pairs from disk
pixelmatch  the comparison that Playwright's screenshot assertion makes
score       a student over all pairs
counting    answers about numbers -> how far off a student counts, by kind
bounds      how many false passes a threshold allows, with what confidence
calibrate   scores -> thresholds of each family
tabulate    scores -> docs/mutations.md
"""
