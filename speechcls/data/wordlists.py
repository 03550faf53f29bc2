"""Words outside the list, as text: near misses in sound, and everyday words; those of the test are in no training."""

from __future__ import annotations

# Each word of version 0.01 with its near misses, a sound or two away. Homophones ("know", "write") aren't among them.
NEAR_MISSES: dict[str, dict[str, str]] = {
    "train": {
        "bed": "bad bet beg bell dead",
        "bird": "bud burn bard third heard",
        "cat": "cut cap can kit chat",
        "dog": "dug dot doll log dig",
        "down": "dawn town done noun doubt",
        "eight": "ape late ache it age",
        "five": "fife fine dive fib fight",
        "four": "far pour fur more ford",
        "go": "goat got grow gay ghost",
        "happy": "hoppy nappy harpy happen hippie",
        "house": "how mouse hose horse houses",
        "left": "lift laughed less theft let",
        "marvin": "carving martin marble starving marvellous",
        "nine": "line mine night none nail",
        "no": "nor new low nope nose",
        "off": "oft cough awful of scoff",
        "on": "an in own gone yon",
        "one": "wan when run once wonder",
        "right": "ride rate ripe light riot",
        "seven": "heaven several eleven sever given",
        "sheila": "sheena shield sheep she shilling",
        "six": "sick sits sex fix sixth",
        "stop": "step stock top stomp stopper",
        "three": "thread through thee fee thief",
        "tree": "tray try true treat tribe",
        "two": "tooth do tie chew toad",
        "up": "cup us app pup uptown",
        "wow": "vow wall woe wound wowed",
        "yes": "yet guess yeah yeast yesterday",
        "zero": "hero zeros nero zoo ze",
    },
    "test": {
        "bed": "bid bread head bled bend",
        "bird": "burst bert birth birds curd",
        "cat": "cot bat cab rat cast",
        "dog": "fog dock hog dodge dogs",
        "down": "dine gown drown dam dane",
        "eight": "aid eat eighty weight eighth",
        "five": "hive thrive file fifth strive",
        "four": "door core war form ore",
        "go": "guy goo ago joe gore",
        "happy": "sappy hasty heavy apply hatty",
        "house": "louse blouse hiss hoist hearse",
        "left": "loft lefty lest deft cleft",
        "marvin": "marlin margin marvel carvin garvin",
        "nine": "pine sign nun knife wine",
        "no": "snow gnaw note bow nah",
        "off": "odd soft doff ought golf",
        "on": "con don john onto hon",
        "one": "fun want bun win won't",
        "right": "rice bright rot tight white",
        "seven": "saving seventh even sullen severn",
        "sheila": "shiver sealer chiller stella shaker",
        "six": "sacks mix socks sink sticks",
        "stop": "shop strop stab staff stopped",
        "three": "spree tee thrice flea throw",
        "tree": "tea trick troy treaty trees",
        "two": "tool who due shoe twos",
        "up": "hub upper sup abs pop",
        "wow": "now cow owl why allow",
        "yes": "yell chess years jess mess",
        "zero": "zebra arrow euro sparrow sierra",
    },
}

# Everyday words of one to four syllables.
OTHER_WORDS: dict[str, str] = {
    "train": """
        able about above accept across action active actor add address adult advice afraid after again against agree
        air airport all almost alone along already also always amount anger angle animal another answer any anyone
        appear area argue arm army around arrive art article ask asleep attack attempt aunt autumn avoid awake away
        baby back bag ball band bank bar base basket bath beach bean bear beautiful become before begin behind believe
        below belt beside best better between bicycle big bill bite black blade blanket blind block blood blow blue
        board boat body bone book border bored born borrow boss both bottle bottom bowl box boy branch brave break
        breakfast breath bridge bring brother brown brush bucket build building burger bus business busy buy cage cake
        call calm captain car card care careful carpet carry case castle catch cause ceiling cell center century chain
        chair chance change chapter charge cheap check cheese chicken child chocolate choice choose church circle
        class clean clear clever climb clock close cloth cloud club coach coat coin cold collect college colour comb
        come common company compare complete concert condition contain cook cool copper corn corner correct cost
        cotton count country course court cousin cover cream create crime cross crowd cry culture current curtain
        custom damage dance danger dark daughter day deal dear decide deep degree demand depend desert design desk
        detail develop diamond difference difficult dirty discover discuss disease dish distance divide doctor dollar
        double draw dream dress drink drive drop dry during dust duty early earth east easy edge education effect
        effort electric elephant else empty energy engine enjoy enough enter equal escape evening event ever every
        exact example except excite exercise expect expensive explain eye face fact factory fail fair faith fall
        family famous farm fast father fault fear feather feed feel fellow field figure fill film final find finish
    """,
    "test": """
        apple banana button camera city coffee computer dinner finger garden guitar hello kitchen lemon machine monday
        money morning mother music orange paper pencil people question river science sugar table telephone thank
        thunder ticket tomorrow umbrella water weather window winter yellow fire first fish flag flame flat flight
        floor flour flower fly fold food fool foot football force foreign forest forget forgive fork fresh friday
        friend front fruit funny furniture future game garage gas gate general gentle gift girl give glad glass glove
        goal gold good government grand grass great green grey ground group guard guest guide hair half hall hammer
        hand handle hang hard hat hate health heart heat height help hide high hill history hit hobby hold hole holiday
        home honest hope hospital hotel hour huge human hungry hurry hurt husband ice idea important inch include
        increase industry insect inside insult island jacket january jelly job join joke journey judge juice jump june
        keep kettle key kick kind king kiss knee knock knowledge ladder lady lake lamp land language large last laugh
        law lazy lead leaf leather leave leg lemonade lend length lesson letter level library life lip list
        listen little lock long look lose lot love luck lunch magazine mail main make man manager many map march mark
        market marry matter may meal mean measure meat medicine meet member memory menu message metal method middle
        milk million mind minute mirror miss mistake modern moment month moon mountain mouth move movie murder muscle
        museum must narrow nation nature near neck need needle neighbour neither nerve never newspaper next noise
        normal north nothing number nurse object ocean offer office often oil old open opinion opposite option order
        ordinary other outside oven over owner page pain paint pair palace parent park part party pass past patient
        pattern pay peace perfect period person petrol photo piano picture piece pink place plan plane plant plastic
        plate play please pleasure plenty pocket point poison police polite poor popular position possible potato
        powder power present president pretty price prince prison private prize problem program promise proper public
        pull punish purple push queen quick quiet quite radio rain raise reach read ready reason receive record red
    """,
}


def near_misses(part: str, words: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The near misses of one part ("train", "test"), of all words or only of these."""
    table = NEAR_MISSES[part]
    return tuple(near for word in (table if words is None else words) for near in table.get(word, "").split())


def other_words(part: str) -> tuple[str, ...]:
    """The everyday words of one part."""
    return tuple(OTHER_WORDS[part].split())
