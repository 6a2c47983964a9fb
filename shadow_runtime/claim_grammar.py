r"""The grammar of predicates: what may follow the subject of a claim. claims.py reads its trees.

LALR with a contextual lexer, a tenth of a millisecond a sentence. Three starts: `there` ("there are two links"), `tail`
(verb and predicate), `bare` (a predicate that borrows the verb: "is green and *bold*"). Words that may end a predicate
look ahead for the end of their part, so that "is red" is a color and "has a red button" is not. After a change here,
`python tools/claim_tables.py` writes the tables that claim_parser.py starts from.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re

from .color import BASIC_WORDS, FINER_WORDS, SHADES, SPELLINGS

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
                "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip


def _words(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in sorted(words, key=lambda w: (-len(w), w)))


_COLOR_WORD = rf"((very[ ]+)?(dark|deep|light|pale|bright|vivid)[ -]+)?({_words(BASIC_WORDS + FINER_WORDS + tuple(SPELLINGS))})|{_words(SHADES)}"
NUMBER = r"\d+([.,]\d+)?|" + "|".join(NUMBER_WORDS[1:])
_END = r"(?=\s*([,;]|\band\b|\bor\b|$))"  # where a predicate word must be the last one of its part

GRAMMAR = rf"""
there: THERE_BE _GAP_OF QUANT? NUMBER _PX _BETWEEN PHRASE -> there_gap
     | THERE_BE _ADVERB* quantity PHRASE             -> there
     | THERE_BE _ADVERB* PHRASE                      -> there_one
     | THERE_BE_NO _ADVERB* PHRASE                   -> there_none
tail: _BE _ADVERB* be_predicate                     -> affirmed
    | BE_NOT _ADVERB* be_predicate                  -> denied
    | _HAVE (have_predicate | same_color | same_color_group)           -> affirmed
    | HAVE_NOT (have_predicate | same_color | same_color_group)        -> denied
    | _SHOULD? verb_predicate                       -> affirmed
    | DO_NOT verb_predicate                         -> denied
    | SINCE QUOTED                                  -> since
bare: be_predicate -> affirmed | NOT be_predicate -> denied | have_predicate -> affirmed | _ON have_predicate -> affirmed | verb_predicate -> affirmed

?be_predicate: VISIBLE -> visible
    | VISIBLE_IN PHRASE -> visible_in
    | WHOLE -> whole
    | TRUNCATED -> truncated
    | CLIPPED -> clipped
    | COVERED -> covered
    | COVERED_BY PHRASE -> covered_by
    | LINES -> lines
    | GRID -> grid
    | EVEN -> even
    | BORDER_STYLE -> border_style
    | _SAME_LOOK PHRASE -> same_look
    | DIFFERENT_LOOK PHRASE -> different_look
    | same_color_group
    | _HIGHLIGHTED_IN colors -> background
    | DARK_MODE -> dark_mode
    | SIZES -> sizes
    | QUANT? NUMBER _PX APART PHRASE -> apart
    | _RANGE? NUMBER _AND NUMBER _PX APART PHRASE -> apart_range
    | QUANT? NUMBER _PX WIDER PHRASE -> wider_by
    | _NEARER NUMBER _PX _OF PHRASE -> nearer
    | QUANT? RATIO AS_WIDE PHRASE -> ratio
    | HIDDEN -> hidden
    | _EITHER? _COLOR_LEAD? colors -> color
    | _WRITTEN_IN colors -> written
    | same_color
    | BRIGHTER PHRASE -> brighter
    | POSITION PHRASE -> position
    | NOT_POSITION PHRASE -> not_position
    | PARTLY PHRASE -> partly
    | _BETWEEN PHRASE -> between
    | EDGE -> edge
    | ALIGNED -> aligned
    | ALIGNED_WITH PHRASE -> aligned_with
    | CENTERED -> centered
    | CENTERED_IN PHRASE -> centered_in
    | WIDER length -> wider_px
    | WIDER PHRASE -> wider
    | AS_WIDE PHRASE -> as_wide
    | SAME_SIZE_BE -> same_size
    | QUANT? NUMBER _PX DIMENSION -> size_px
    | _RANGE NUMBER _AND NUMBER _PX DIMENSION -> size_range
    | QUANT? NUMBER _PX -> bare_px
    | QUANT? NUMBER -> bare_number
    | STATE -> state
    | EMPTY -> empty
    | STYLE -> style
    | READABLE contrast_at? -> readable
    | BORDERED -> bordered
    | SHAPE -> shape
    | _TEXT_EQUAL? QUOTED -> text_is
    | PRICE -> price
    | _FILLED_WITH QUOTED -> contains
    | SUFFICIENT -> sufficient
    | PROGRESS -> progress
    | FADED -> faded
    | BROKEN -> broken
    | PROPORTION -> proportion
?have_predicate: _ARTICLE? colors _BACKGROUND -> background
    | _BACKGROUND_OF colors -> background
    | _ARTICLE? colors _TEXT_NOUN -> text_color
    | _ARTICLE? _THIN? colors _BORDER_NOUN -> border_color
    | _ARTICLE? colors _FILL_NOUN -> color
    | HAS_BORDER -> bordered
    | _ARTICLE? BORDER_STYLE _BORDER_NOUN -> border_style
    | _ARTICLE? QUANT? NUMBER _PX _BORDER_NOUN -> border_px
    | HAS_SHADOW -> shadow
    | GRADIENT colors? -> gradient
    | GRADIENT color _AND color -> gradient
    | EVEN_GAPS -> even
    | ELLIPSIS -> truncated
    | _ARTICLE? COLOR_IS color -> color
    | NO_BORDER -> no_border
    | HAS_SHAPE -> shape
    | HAS_CONTRAST -> has_contrast
    | contrast_at -> readable_at
    | SIZE_OF QUANT? length -> size_of
    | SAME_SIZE PHRASE -> same_size_as
    | SAME_SIZE_END -> same_size
    | HAS_STYLE -> style
    | HAS_STATE -> state
    | _ARTICLE? _TEXT_LEAD QUOTED -> text_is
    | quantity PHRASE -> has_count
    | _ARTICLE PHRASE -> has_one
    | _NO PHRASE -> has_none
    | OPACITY -> faded
    | ASPECT -> proportion
    | LOADED -> broken
?verb_predicate: _EXISTS -> visible
    | NOT_LOADED -> broken
    | _DISAPPEARED -> hidden
    | OVERLAPS PHRASE? -> overlaps
    | _COVERS PHRASE -> covers
    | OVERFLOWS PHRASE -> overflows
    | _FITS PHRASE -> fits
    | WRAPS -> lines
    | _CASTS HAS_SHADOW -> shadow
    | _MEETS WCAG -> meets
    | _SPANS -> spans
    | ORDER PHRASE -> order
    | VERB_CONTAINS _TEXT_LEAD? (QUOTED | FREE) _FOLDED? -> contains
    | VERB_CONTAINS quantity PHRASE -> has_count
    | VERB_SAYS _TEXT_LEAD? (QUOTED | FREE) -> contains
    | _STARTS _TEXT_LEAD? (QUOTED | FREE) -> starts
    | _ENDS _TEXT_LEAD? (QUOTED | FREE) -> ends
    | _MATCHES _TEXT_LEAD? (QUOTED | FREE) -> matches
    | _EQUALS (QUOTED | FREE) -> text_is
same_color: _SAME_COLOR PHRASE
same_color_group: SAME_COLOR_GROUP
colors: color (_OR color)*
color: COLOR | HEX | RGB
length: NUMBER _PX DIMENSION?
contrast_at: CONTRAST_AT
quantity: QUANT? NUMBER | _RANGE? NUMBER _AND NUMBER | SEVERAL

THERE_BE.4: /there\s+(is|are|was|were|should\s+be|must\s+be|will\s+be)\b/i
THERE_BE_NO.5: /there\s+(is|are|was|were|should\s+be|must\s+be)(n['’]t|\s+not)(\s+(an?|any))?\b|there\s+(is|are|was|were|should\s+be|must\s+be)\s+(no\s+longer\s+(an?|any)|no|zero|0|not\s+(an?|any))\b|there\s+(should|must)\s+not\s+be(\s+(an?|any))?\b/i
_BE.1: /(is|are|was|were|looks?|appears?\s+(to\s+be\s+)?|seems?(\s+to\s+be)?|remains?|stays?|stands?|sits?|lies|becomes?|became|turn(s|ed)?|has\s+become|has\s+turned|have\s+turned|have\s+become|(should|must|will|shall)\s+(be|stay|remain|look|appear))\b/i
BE_NOT.3: /(is|are|was|were)(n['’]t|\s+not|\s+no\s+longer)\b|(should|must|may|can|shall)(\s+not|n['’]t|not)\s+be\b|(does|do)(n['’]t|\s+not)\s+(look|seem|appear\s+to\s+be)\b|no\s+longer\s+(is|are)\b/i
_HAVE.1: /(has|have|had|has\s+got|with|(should|must|will)\s+have)\b/i
HAVE_NOT.3: /(does|do|did)(n['’]t|\s+not)\s+have\b|(should|must)(n['’]t|\s+not)\s+have\b|(has|have)(n['’]t|\s+not)\s+got\b/i
DO_NOT.2: /(does|do|did|should|must)(n['’]t|\s+not)\b|no\s+longer\b/i
NOT.5: /(not|no\s+longer)\b/i
_ADVERB.3: /(currently|still|now|clearly|already|also|all|both|really|actually|just|fully|exactly(?=\s+(above|below|cent|in|next))|directly|immediately|right(?=\s+(above|below|under|next|beside|beneath))|located|placed|positioned|situated|shown(?=\s+(above|below|in|next|to|under|on the (left|right)))|displayed(?=\s+(above|below|in|next|to|under|on the (left|right))))\b/i
_SHOULD.0: /(should|must|will|shall|can)\b/i
_ON.3: /on(?=\s+an?\s)/i
SINCE.8: /((has|have|had|is|are|was|were|did)(\s+not|n['’]t)?\s+|(does|do|did|should|must)(n['’]t|\s+not)\s+(have\s+)?|(should|must)\s+(have|be)\s+)?(remained\s+|been\s+)?(unchanged|changed(\s+colou?r)?|change(\s+colou?r)?|moved|move|appeared|appear|disappeared|disappear|vanished|gone)\s+(since|from|compared\s+(to|with))(?=\s*["“'])|(is|are|looks?|appears?|does\s+not\s+look|do\s+not\s+look)(\s+not|n['’]t)?\s+(exactly\s+)?((the\s+)?same\s+as|identical\s+to|different\s+(from|than|to))(?=\s*["“'])/i
WHOLE.5: /(fully|completely|entirely|wholly)\s+(visible|in\s+view|shown|displayed|in(side)?\s+the\s+(viewport|page|screen))(\s+(on|in)\s+(the\s+)?(page|screen|viewport))?{_END}/i
PROGRESS.7: /(at\s+)?((at\s+least|at\s+most|more\s+than|less\s+than|about|around|exactly|roughly|almost|over|under)\s+)?(\d+([.,]\d+)?\s*(%|percent)|half)\s+(full|filled|complete|completed|done|finished|loaded){_END}|at\s+((at\s+least|at\s+most|more\s+than|less\s+than|about|around|exactly|roughly|almost|over|under)\s+)?\d+([.,]\d+)?\s*(%|percent){_END}/i
FADED.5: /(faded(\s+out)?|faint|dimmed|washed\s+out|translucent|(semi|half|partly|partially)[\s-]*(transparent|opaque)|see[\s-]through|(fully\s+)?opaque){_END}/i
OPACITY.6: /(an?\s+|the\s+)?((reduced|lowered|full)\s+opacity|opacity\s+of\s+(about\s+)?\d*[.,]?\d+\s*(%|percent)?){_END}/i
BROKEN.5: /(an?\s+)?broken(\s+(image|picture|icon))?{_END}|(fully|properly|correctly)\s+loaded{_END}/i
LOADED.5: /(an?\s+|the\s+)?broken(\s+|-)(image|picture)\s+(icon|look|sign){_END}|((fully|properly|correctly)\s+)?loaded{_END}/i
NOT_LOADED.8: /((has|have|had)\s+)?(failed|fails?)\s+to\s+load{_END}|(has|have|had)(n['’]t|\s+not)\s+loaded{_END}|(did|does|do)(n['’]t|\s+not)\s+load{_END}/i
PROPORTION.6: /((about|almost|exactly|roughly)\s+)?(twice|three\s+times|half)?\s*(as\s+wide\s+as\s+(it\s+is\s+)?(tall|high)){_END}|(wider|taller|higher)\s+than\s+(it\s+is\s+)?(tall|high|wide){_END}|(in\s+)?(landscape|portrait)(\s+(format|orientation|mode))?{_END}|((about|almost|exactly|roughly)\s+)?\d+([.,]\d+)?\s*:\s*\d+([.,]\d+)?{_END}/i
ASPECT.6: /(an?\s+|the\s+)?aspect\s+ratio\s+of\s+((about|almost|exactly|roughly)\s+)?\d+([.,]\d+)?(\s*(:|\/|to|by|x)\s*\d+([.,]\d+)?)?{_END}|(an?\s+)?\d+([.,]\d+)?\s*:\s*\d+([.,]\d+)?\s+(aspect\s+)?ratio{_END}/i
TRUNCATED.5: /(truncated|cut\s+off|cut\s+short|ellipsi[sz]ed|abbreviated)(\s+(with|by)\s+(an?\s+)?(ellipsis|dots|"[^"]*"|“[^”]*”))?{_END}/i
ELLIPSIS.5: /(an\s+)?ellipsis{_END}/i
CLIPPED.5: /clipped{_END}|(clipped|cut\s+off)\s+(at|by|on)\s+the\s+(top|bottom|left|right|edge|viewport|screen|page)(\s+edge)?(\s+of\s+the\s+(page|screen|viewport|window))?{_END}/i
COVERED.4: /(partly\s+|partially\s+|fully\s+)?(covered|obscured|occluded|overlaid|hidden\s+behind\s+(something|anything)(\s+else)?)(\s+by\s+(something|anything)(\s+else)?)?{_END}/i
COVERED_BY.4: /(partly\s+|partially\s+|fully\s+)?((covered|obscured|occluded|overlaid|hidden)\s+(by|behind|under)|behind)\b/i
LINES.5: /(on|in)\s+(one|a\s+single|1)\s+(text\s+)?line{_END}|(on|in)\s+((exactly|at\s+least|at\s+most|more\s+than|less\s+than|about)\s+)?(one|two|three|four|five|six|\d{{1,2}})\s+(text\s+)?lines{_END}|(one|two|three|four|five|six|\d)\s+lines?\s+(long|high|of\s+text){_END}/i
WRAPS.4: /fits?\s+(on|in|onto|into)\s+(one|a\s+single|1|two|three|four|[2-9])\s+lines?{_END}|(wraps?|breaks?)(\s+(on|in|over|across)?(to)?\s+((two|three|four|several|multiple|[2-9])\s+lines?|a\s+second\s+line))?{_END}/i
GRID.6: /((arranged|rendered|laid\s+out|shown|displayed|placed)\s+)?in\s+an?\s+(\d+|two|three|four|five|six)[\s-]+(column|row)\s+(grid|layout|table){_END}|((arranged|rendered|laid\s+out|shown|displayed|placed)\s+)?in\s+(\d+|two|three|four|five|six|seven|eight)\s+(columns|rows)(\s+and\s+(\d+|two|three|four|five|six|seven|eight)\s+(columns|rows))?{_END}/i
EVEN.4: /(even|equal|consistent|the\s+same){_END}|((evenly|equally|regularly)\s+(spaced|distributed)|spaced\s+(evenly|equally)|(an\s+)?equal\s+distance\s+apart){_END}/i
EVEN_GAPS.5: /(equal|even|the\s+same|consistent)\s+(gaps?|spacing|spaces|distances?)(\s+between\s+(them|each\s+other))?{_END}/i
BORDER_STYLE.4: /(dashed|dotted|solid|double)({_END}|(?=\s+(border|frame|outline)s?\b))/i
_SAME_LOOK.4: /(exactly\s+)?((the\s+)?same\s+as|identical\s+to|(just|exactly)\s+like|like)\b(?!\s*["“])/i
DIFFERENT_LOOK.4: /different\s+(from|than|to)\b(?!\s*["“])/i
SAME_COLOR_GROUP.5: /(of\s+|in\s+)?(the\s+same|different|equal)\s+colou?rs?{_END}/i
_HIGHLIGHTED_IN.4: /(highlighted|shaded|marked)\s+(in\s+)?(?=(an?\s+)?({_COLOR_WORD}|\#|rgb|hsl))/i
DARK_MODE.5: /(in\s+)?(dark|light)\s+(mode|theme){_END}/i
SIZES.6: /((at\s+least|at\s+most|exactly|about)\s+)?\d+(\s*(px|pixels))?\s*(x|×|by)\s*\d+\s*(px|pixels?){_END}/i
APART.5: /(away\s+from|from|apart\s+from|(directly\s+)?(above|below|under|underneath|beneath)|((to|on|at)\s+)?(the\s+)?(left|right)(\s+side)?\s+of)\b/i
_NEARER.5: /within(?=\s+\d+\s*(px|pixels))/i
RATIO.6: /(twice|half|(two|three|four)\s+times)(?=\s+as\b)|\d+(\.\d+)?\s*%(?=\s+as\b)/i
_THIN.3: /(thin|thick|visible|clear)(?=\s)/i
_FILLED_WITH.6: /(pre[\s-]?)?filled(\s+in|\s+out)?\s+with(?=\s*["“])/i
SUFFICIENT.4: /(sufficient|high\s+enough|good\s+enough){_END}/i
_EITHER.3: /either\b/i
HAS_SHADOW.5: /(an?\s+|no\s+|any\s+)?((drop|box|visible|soft|slight|subtle)[\s-]+)?shadow(\s+(around|below|under|behind)\s+it)?{_END}/i
GRADIENT.5: /(an?\s+|no\s+)?((colou?r|background|linear)\s+)?gradient(\s+(from|of|between|in)(?=\s))?/i
COLOR_IS.4: /(the\s+)?(background\s+)?colou?r(\s+of)?(?=\s+({_COLOR_WORD}|\#|rgb|hsl))/i
OVERLAPS.4: /(overlaps?|collides?(\s+with)?|intersects?)\b(\s+(each\s+other|one\s+another|any\s*thing|another\s+element)\b)?(\s+with\b)?/i
_COVERS.2: /(covers?|obscures?|hides?|lies\s+(over|on\s+top\s+of)|sits\s+on\s+top\s+of)\b/i
OVERFLOWS.3: /(overflows?|sticks?\s+out(\s+of)?|leaks?\s+out\s+of|spills?\s+(over|out\s+of)|extends?\s+beyond|protrudes?\s+from)\b/i
_FITS.3: /(fits?\s+(in(to|side)?|within)|(stays?|remains?|lies|sits?)\s+(inside|within|in))\b/i
_CASTS.2: /(casts?|throws?)\b/i
_MEETS.2: /(meets?|passes|satisf(y|ies)|reach(es)?|fulfil?ls?)\b/i
WCAG.3: /(wcag\s*)?(2(\.\d)?\s+)?(level\s+)?a{{2,3}}(\s+(contrast|level))?{_END}|(wcag|the\s+contrast\s+(requirements?|minimum)){_END}/i
_SPANS.3: /(stretches|stretch|spans?|extends?|runs?|goes)\s+(across|over)?\s*(the\s+)?(full\s+|whole\s+|entire\s+)?(width\s+of\s+the\s+)?(page|screen|viewport|window)(\s+width)?{_END}/i
ORDER.3: /(comes?|is|are|stands?|appears?)?\s*(before|after)\b|(precedes?|follows?)\b/i
_FOLDED.4: /,?\s*(ignoring|regardless\s+of|whatever\s+the)\s+(the\s+)?(upper\s+|lower\s+)?case|,?\s*case[\s-]insensitive(ly)?/i
_GAP_OF.5: /(an?\s+)?(gap|space|distance|margin|spacing)\s+of\b/i
_OF.2: /of\b/i
SEVERAL.4: /(several|multiple|a\s+few|a\s+couple\s+of|many)\b/i
VISIBLE.4: /left{_END}|(((actually|clearly|partly|partially|at\s+least\s+partly)\s+)?visible|present|shown|displayed|there|available|in\s+view|visible\s+and\s+present)(\s+(on|in)\s+(the\s+)?(page|screen|viewport|view))?\b(?!\s+(in|on|at|inside|within|above|below|under|next|near|between)\b)|(on|in)\s+(the\s+)?(page|screen|viewport)\b/i
VISIBLE_IN.4: /(visible|present|shown|displayed|available)(?=\s+(in|on|at|inside|within|above|below|under|next|near|between)\b)/i
HIDDEN.3: /(hidden|absent|gone|invisible|missing|not\s+there)(\s+(on|in|from)\s+(the\s+)?(page|screen|viewport|view))?\b/i
_COLOR_LEAD.3: /(colou?red|(displayed|shown|painted|drawn)\s+in(?=\s+({_COLOR_WORD})\b)|painted|filled\s+(in|with)|in\s+the\s+colou?r|the\s+colou?r|of\s+colou?r|an?(?=\s+({_COLOR_WORD})\b)|(about|roughly|approximately|mostly|mainly)(?=\s+(#|rgb|hsl|{_COLOR_WORD}))|in(?=\s+({_COLOR_WORD})\b))/i
COLOR.3: /({_COLOR_WORD})(ish)?(?![-\w])({_END}|(?=\s+(to|background|backdrop|text|font|label|letters?|lettering|writing|border|frame|outline|fill|colou?r|in\s+colou?r)\b))/i
HEX.3: /#[0-9a-f]{{3}}([0-9a-f]{{3}})?\b/i
RGB.3: /(rgb|hsl)a?\([^)]*\)/i
_OR.2: /or|,\s*or|\//i
_AND.2: /and|to|-/i
_WRITTEN_IN.5: /(written|printed|set|displayed|shown|typed)\s+in(?=\s+({_COLOR_WORD}|\#|rgb|hsl)\b)/i
_SAME_COLOR.4: /(of\s+|in\s+)?(the\s+)?same\s+colou?r\s+(as|like)\b/i
BRIGHTER.4: /(brighter|lighter|darker)(\s+in\s+colou?r)?\s+than\b/i
POSITION.2: /(on\s+top\s+of|above|over|below|under|underneath|beneath|(to|on|at)\s+the\s+(left|right)(\s+(hand\s+)?side)?\s+of|(left|right)\s+of|next\s+to|beside|near|close\s+to|adjacent\s+to|inside(\s+of)?|within|contained\s+in|part\s+of|in|on(?!\s+the\s+same))\b/i
NOT_POSITION.2: /outside(\s+of)?\b/i
PARTLY.4: /(partly|partially)\s+(inside|within|in|outside(\s+of)?)\b/i
_BETWEEN.3: /(in\s+)?between\b(?!\s+\d+\s*(px)?\s*(and|to|-)\s*\d)/i
_RANGE.4: /between(?=\s+\d+\s*(px)?\s*(and|to|-)\s*\d)/i
EDGE.5: /(at|in|on|near)\s+the\s+(very\s+)?(top|bottom|left|right|cent(er|re)|middle)([\s-]+(left|right|cent(er|re)))?(\s+(corner|edge|side|half|hand\s+side|part))?(\s+of\s+the\s+(page|screen|viewport|window))?{_END}/i
ALIGNED.4: /((left|right|top|bottom|cent(er|re)|middle|horizontally|vertically)[\s-]+aligned|aligned\s+(to|at|on|by|along)\s+(the|their)\s+(left|right|top|bottom|cent(er|re)s?)(\s+(edge|side)s?)?|aligned\s+(horizontally|vertically)(\s+next\s+to\s+each\s+other)?(\s+(at|on|to|along|by)\s+the\s+(left|right|top|bottom|cent(er|re)))?|(on|in)\s+(the\s+same|one|a\s+single|a)\s+(line|row|column)|next\s+to\s+each\s+other(\s+in\s+(one|a)\s+(row|line))?|side\s+by\s+side|one\s+below\s+the\s+other|(stacked|(above|below)\s+each\s+other)(\s+vertically|\s+one\s+(below|above)\s+the\s+other|\s+on\s+top\s+of\s+each\s+other)?){_END}/i
ALIGNED_WITH.4: /(aligned|lined\s+up|in\s+line|flush)\s+(with|to)\b(?!\s+the\s+(left|right|top|bottom)\s*($|and))|((left|right|top|bottom|cent(er|re)|middle|horizontally|vertically)[\s-]+aligned\s+(with|to)|(on|in)\s+the\s+same\s+(line|row|column)\s+(as|with)|aligned\s+(horizontally|vertically)\s+with)\b/i
CENTERED.4: /(horizontally\s+|vertically\s+)?cent(ere|re)d(\s+horizontally|\s+vertically)?(\s+(on|in)\s+(the\s+)?(page|screen|viewport))?{_END}/i
CENTERED_IN.3: /(horizontally\s+|vertically\s+)?cent(ere|re)d(\s+horizontally|\s+vertically)?\s+(with|in|inside|within|over|above|on|below|under)\b/i
WIDER.4: /(wider|narrower|taller|shorter|higher|larger|bigger|smaller|longer)\s+than\b/i
AS_WIDE.4: /(just\s+)?as\s+(wide|tall|high|large|big|long)\s+as|equal\s+in\s+(width|height|size)\s+(to|with)|(of\s+)?the\s+same\s+(width|height|size)\s+as\b/i
SAME_SIZE_BE.4: /(equally\s+(wide|tall|high|large|big)|(of\s+)?(the\s+same|equal)\s+(width|height|size)|equal\s+in\s+(width|height|size)){_END}/i
QUANT.4: /(at\s+least|at\s+most|less\s+than|more\s+than|fewer\s+than|no\s+more\s+than|not\s+more\s+than|no\s+less\s+than|no\s+fewer\s+than|up\s+to|exactly|only|precisely|about|around|approximately|roughly|almost|greater\s+than|under(?=\s+\d)|over(?=\s+\d)|>=|<=|≥|≤|<|>|=|~)/i
NUMBER.3: /({NUMBER})(?![\w.:%])|\d+(\.\d+)?(?=\s*px)|0|zero\b/i
_PX.3: /(px|pixels?|css\s+(px|pixels?))\b/i
DIMENSION.3: /(wide|tall|high|long|in\s+width|in\s+height|large)\b/i
STATE.3: /(loading|busy|masked|(marked\s+(as\s+)?)?required|mandatory|marked\s+(with\s+an?\s+)?(asterisk|star)|ticked\s+on|checked|unchecked|ticked(\s+off)?|unticked|selected|deselected|unselected|active|chosen|highlighted|current|turned\s+on|turned\s+off|switched\s+on|switched\s+off|on|off|disabled|inactive|gr[ae]yed\s+out|enabled|focus+ed|in\s+focus|expanded|collapsed|open|opened|closed|invalid|valid|in\s+an?\s+error\s+state|pressed|completed|done|dismissed){_END}/i
HAS_STATE.3: /(the\s+|an?\s+)?(keyboard\s+|visible\s+)?focus(\s+(ring|outline|indicator))?{_END}|an?\s+error(\s+(state|look|style|styling))?{_END}/i
EMPTY.4: /(empty|blank|filled(\s+in|\s+out)?){_END}/i
STYLE.5: /((in|printed\s+in|written\s+in|set\s+in|shown\s+in)\s+)?(bold(face|ed)?|italics?|italici[sz]ed|slanted|uppercase|upper\s+case|lowercase|lower\s+case|all\s+caps|capitals|capital\s+letters)(\s+(type|text|letters|font|face|print))?{_END}|underlined{_END}|(crossed|struck)(\s+(out|through))?{_END}|strike[\s-]?through{_END}/i
HAS_STYLE.5: /(an?\s+)?(bold|italic|uppercase|lowercase|underlined)\s+(text|font|type|letters|writing){_END}|(no|an?)\s+underline{_END}/i
READABLE.4: /(clearly\s+|well\s+)?(readable|legible|easy\s+to\s+read)(\s+(on|against|over)\s+(the|its)\s+\w+)?\b/i
CONTRAST_AT.4: /\(?\s*(with\s+)?(an?\s+)?(contrast(\s+ratio)?\s+)(of\s+)?(at\s+least|more\s+than|above|over|>=|≥)?\s*\d+(\.\d+)?(\s*(:|to)\s*1)?\s*\)?/i
HAS_CONTRAST.4: /(an?\s+)?(no\s+)?(enough|sufficient|good|high|adequate|strong|accessible|low|poor|weak|insufficient|too\s+little)\s+contrast(\s+ratio)?(\s+(for|per|according\s+to)\s+(wcag\s*)?a+)?(\s+(with|against|to)\s+(its|the)\s+background)?/i
BORDERED.3: /(bordered|framed|outlined)\b/i
HAS_BORDER.4: /((an?|the)\s+)?((clearly\s+)?visible\s+|thin\s+|thick\s+)?(border|frame|outline)s?(\s+around\s+(it|them))?{_END}/i
NO_BORDER.5: /no\s+(visible\s+)?(border|frame|outline)s?(\s+around\s+(it|them))?{_END}/i
SHAPE.5: /(almost\s+|roughly\s+|perfectly\s+)?((pill|circle|square)[\s-]+shaped|round(ed)?|circular|an?\s+(circle|pill|round)|circles|pills|square|squares|an?\s+square|rectangular){_END}/i
HAS_SHAPE.4: /(slightly\s+)?(round(ed)?|square(d)?|sharp|pointed|straight)\s+(corners?|ends?|edges?){_END}|no\s+round(ed)?\s+corners?{_END}/i
_TEXT_EQUAL.3: /(equal\s+to|called|titled|labell?ed|named|the\s+text|exactly)/i
_TEXT_LEAD.3: /(the\s+|a\s+)?(exact\s+)?(text|words?|label|string|value|title|caption|phrase|message|placeholder)(?=\s*["“])|the\s+text\b/i
_TEXT_NOUN.4: /(text(\s+colou?r)?|font|label|letters?|lettering|writing){_END}/i
_BORDER_NOUN.4: /(borders?|frame|outline)(\s+around\s+it)?{_END}/i
_FILL_NOUN.4: /(fill|colou?r|in\s+colou?r){_END}/i
_BACKGROUND.4: /(background|backdrop)(\s+colou?r)?{_END}/i
_BACKGROUND_OF.4: /(an?\s+|the\s+)?background(\s+colou?r)?\s+(of|in)\b/i
SIZE_OF.4: /(an?\s+|the\s+)?((minimum|min|maximum|max)\s+)?(width|height|(font|text)\s+size|(corner|border)[\s-]+radius|radius|border\s+width)\s+of\b/i
SAME_SIZE.4: /(the\s+)?(same|an?\s+equal)\s+(width|height|size|font\s+size)\s+as\b/i
SAME_SIZE_END.3: /(the\s+)?(same|equal|different)\s+(width|height|size|font\s+size)s?{_END}/i
_ARTICLE.2: /(an?|the)\b/i
_NO.2: /no\b/i
VERB_CONTAINS.2: /(contains?|includes?|mentions?|holds?)\b/i
VERB_SAYS.2: /(shows?|displays?|says?|reads?)\b/i
_EXISTS.2: /(exists?|appears?|shows?\s+up)(\s+(on|in)\s+the\s+(page|screen|viewport))?{_END}/i
_DISAPPEARED.3: /((has\s+|have\s+)?(disappear(ed|s)?|vanish(ed|es)?)|is\s+gone)(\s+from\s+the\s+(page|screen))?{_END}/i
_STARTS.2: /(starts?|begins?)\s+with\b/i
_ENDS.2: /ends?\s+with\b/i
_MATCHES.2: /match(es)?(\s+the)?(\s+(regex|pattern|regular\s+expression))?\b/i
_EQUALS.2: /equals\b|equal\b(?=\s*["“])/i
PRICE.6: /([$€£¥]\s?\d[\d.,' ]*\d|[$€£¥]\s?\d|\d[\d.,]*\s?[€£¥]){_END}/
QUOTED.6: /"[^"]*"|“[^”]*”|'[^']*'(?!\w)/
FREE.-2: /\S.*/
PHRASE.-1: /\S.*/
%ignore /\s+/
"""
