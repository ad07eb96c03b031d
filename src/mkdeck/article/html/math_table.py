"""The commands of math that may reach a card: each only shows something, wherever it stands.

What is not here defines, links, styles, names, loads or moves without a bound, or MathJax as Anki has it does not know it.
"""

SYMBOLS = frozenset(
    # Letters
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi"
    " psi omega varepsilon vartheta varpi varrho varsigma varphi varkappa digamma Gamma Delta Theta Lambda Xi Pi Sigma"
    " Upsilon Phi Psi Omega varGamma varDelta varTheta varLambda varXi varPi varSigma varUpsilon varPhi varPsi varOmega"
    " aleph beth gimel daleth hbar hslash imath jmath ell wp Re Im partial infty prime backprime emptyset varnothing"
    " nabla top bot angle measuredangle sphericalangle triangle triangledown vartriangle backslash forall exists nexists"
    " neg lnot flat natural sharp clubsuit diamondsuit heartsuit spadesuit complement mho eth Finv Game Bbbk circledS"
    " circledR yen checkmark maltese surd square Box blacksquare lozenge Diamond blacklozenge bigstar blacktriangle"
    " blacktriangledown diagup diagdown ohm degree celsius perthousand micro"
    " upalpha upbeta upgamma updelta upepsilon upeta uptheta uplambda upmu upnu upxi uppi uprho upsigma uptau upphi upchi"
    " uppsi upomega textdegree textcelsius textmu textohm textbackslash textasciitilde textasciicircum textunderscore"
    " textless textgreater textbar textbraceleft textbraceright textdollar texteuro textpm texttimes textdiv textbullet"
    " textellipsis textendash textemdash textquoteleft textquoteright textquotedblleft textquotedblright textsection"
    " textparagraph textcopyright textregistered texttrademark"
    # Operators, small and large
    " wedge land vee lor cap cup ddagger dagger sqcap sqcup uplus amalg diamond bullet wr div divsymbol odot oslash"
    " otimes ominus oplus mp pm circ bigcirc setminus smallsetminus cdot ast times star dotplus ltimes rtimes Cap"
    " doublecap Cup doublecup leftthreetimes rightthreetimes barwedge doublebarwedge curlywedge veebar curlyvee boxminus"
    " boxtimes boxdot boxplus circleddash circledast circledcirc centerdot divideontimes intercal triangleleft"
    " triangleright bigtriangleup bigtriangledown sum prod coprod int intop iint iiint oint smallint bigvee bigwedge"
    " biguplus bigcap bigcup bigotimes bigoplus bigodot bigsqcup bigtimes iiiint idotsint"
    # Relations
    " propto varpropto sqsubset sqsupset sqsubseteq sqsupseteq parallel mid dashv vdash vDash Vdash Vvdash leq le geq ge"
    " lt gt succ prec approx approxeq succeq preceq supset subset supseteq subseteq Subset Supset subseteqq supseteqq in"
    " ni owns notin gg ll ggg gggtr lll llless sim simeq eqsim perp equiv asymp smile frown smallsmile smallfrown ne neq"
    " cong doteq doteqdot Doteq bowtie Join models leqq geqq leqslant geqslant eqslantless eqslantgtr lesssim gtrsim"
    " lessapprox gtrapprox lessdot gtrdot lessgtr gtrless lesseqgtr gtreqless lesseqqgtr gtreqqless eqcirc circeq"
    " risingdotseq fallingdotseq triangleq backsim backsimeq thicksim thickapprox preccurlyeq succcurlyeq curlyeqprec"
    " curlyeqsucc precsim succsim precapprox succapprox vartriangleleft vartriangleright lhd rhd unlhd unrhd"
    " trianglelefteq trianglerighteq shortmid shortparallel bumpeq Bumpeq between pitchfork backepsilon"
    " blacktriangleleft blacktriangleright therefore because colon coloneqq Coloneqq coloneq eqqcolon eqcolon"
    " colonapprox colonsim dblcolon"
    " nless ngtr nleq ngeq nleqslant ngeqslant nleqq ngeqq lneq gneq lneqq gneqq lvertneqq gvertneqq lnsim gnsim"
    " lnapprox gnapprox nprec nsucc npreceq nsucceq precneqq succneqq precnsim succnsim precnapprox succnapprox nsim"
    " ncong nmid nshortmid nparallel nshortparallel nvdash nvDash nVdash nVDash ntriangleleft ntriangleright"
    " ntrianglelefteq ntrianglerighteq nsubseteq nsupseteq nsubseteqq nsupseteqq subsetneq supsetneq varsubsetneq"
    " varsupsetneq subsetneqq supsetneqq varsubsetneqq varsupsetneqq not centernot"
    # Arrows
    " leftarrow gets rightarrow to leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow longrightarrow"
    " longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow iff implies impliedby mapsto longmapsto"
    " uparrow downarrow updownarrow Uparrow Downarrow Updownarrow nearrow searrow nwarrow swarrow hookleftarrow"
    " hookrightarrow leftharpoonup leftharpoondown rightharpoonup rightharpoondown rightleftharpoons leftrightharpoons"
    " upharpoonleft upharpoonright downharpoonleft downharpoonright restriction leftleftarrows rightrightarrows"
    " leftrightarrows rightleftarrows upuparrows downdownarrows Lleftarrow Rrightarrow twoheadleftarrow"
    " twoheadrightarrow leftarrowtail rightarrowtail looparrowleft looparrowright curvearrowleft curvearrowright"
    " circlearrowleft circlearrowright Lsh Rsh multimap leftrightsquigarrow rightsquigarrow leadsto dashrightarrow"
    " dashleftarrow nleftarrow nrightarrow nleftrightarrow nLeftarrow nRightarrow nLeftrightarrow xrightarrow xleftarrow"
    " xleftrightarrow xLeftarrow xRightarrow xLeftrightarrow xhookleftarrow xhookrightarrow xmapsto xlongequal"
    " xrightleftharpoons xleftrightharpoons xrightharpoonup xrightharpoondown xleftharpoonup xleftharpoondown"
    # Dots, and what stands around a term
    " dots ldots cdots vdots ddots dotsc dotsb dotsm dotsi dotso ldotp cdotp left right middle big Big bigg Bigg bigl"
    " Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm vert Vert lvert rvert lVert rVert langle rangle"
    " lbrace rbrace lbrack rbrack lceil rceil lfloor rfloor lgroup rgroup lmoustache rmoustache arrowvert Arrowvert"
    " bracevert ulcorner urcorner llcorner lrcorner lparen rparen"
    # Names of functions
    " arcsin arccos arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf limsup ln log"
    " max min Pr projlim sec sin sinh sup tan tanh varinjlim varliminf varlimsup varprojlim bmod mod pmod pod"
    " operatorname limits nolimits mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner".split()
)
LAYOUT = frozenset(
    # Fractions, roots, one above the other
    "frac dfrac tfrac cfrac binom dbinom tbinom over atop choose brace brack sqrt root of stackrel overset underset"
    " overunderset buildrel substack sideset prescript overline underline overbrace underbrace overbracket underbracket overparen"
    " underparen overrightarrow underrightarrow overleftarrow underleftarrow overleftrightarrow underleftrightarrow"
    # Accents
    " acute grave ddot dddot ddddot tilde bar breve check hat vec dot mathring widetilde widehat"
    # Fonts and text
    " rm it bf sf tt cal scr frak mit mathrm mathup mathnormal mathbf mathbfup mathit mathbfit mathbb Bbb mathfrak"
    " mathbffrak mathscr mathbfscr mathsf mathbfsf mathtt mathcal mathbfcal boldsymbol text textrm textup"
    " textnormal textit textbf textsf texttt hbox mbox displaystyle textstyle scriptstyle scriptscriptstyle"
    # Boxes, lines, marks
    " boxed fbox cancel bcancel xcancel cancelto phantom hphantom vphantom strut mathstrut tag notag nonumber"
    " bra ket braket ketbra Bra Ket Braket set Set ce pu bond"
    # Rows and columns
    " matrix pmatrix cases cr newline hline hdashline hfill hfil shoveleft shoveright And"
    # Spaces of a fixed size
    " quad qquad enspace thinspace space nobreakspace TeX LaTeX".split()
)
GROWING = frozenset("large Large LARGE huge Huge".split())
"""Sizes, each of them of what is around it."""
SHRINKING = frozenset("tiny Tiny scriptsize small normalsize".split())
NEGATIVE = frozenset(("!", "negthinspace", "negmedspace", "negthickspace"))
"""Spaces that move what follows over what stands before."""
SIGNS = frozenset(" \n,:;>!|{}#$%&_-\\")
"""What may stand behind a backslash alone."""

DIMENSIONS = {
    "kern": 1,
    "mkern": 1,
    "hskip": 1,
    "mskip": 1,
    "hspace": 1,
    "mspace": 1,
    "raise": 1,
    "lower": 1,
    "rule": 2,
}
"""Commands that take so many lengths."""
ENVIRONMENTS = frozenset(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix psmallmatrix bsmallmatrix matrix* pmatrix* bmatrix*"
    " Bmatrix* vmatrix* Vmatrix* cases cases* dcases dcases* rcases rcases* drcases array subarray align align* aligned"
    " alignat alignat* alignedat flalign flalign* equation equation* eqnarray eqnarray* gather gather* gathered split"
    " multline multline* multlined".split()
)
WITH_COLUMNS = frozenset("array subarray alignat alignat* alignedat".split())
"""Environments whose columns are told right behind their name."""
EMS = {"em": 1, "ex": 0.43, "pt": 0.1, "pc": 1.2, "px": 0.0625, "in": 7.2, "cm": 2.85, "mm": 0.285, "mu": 1 / 18}
"""How many em each unit has."""
