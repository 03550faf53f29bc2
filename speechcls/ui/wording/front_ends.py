"""The field's front ends: two of them on this sound, what sets them apart, and which one made an array."""

ENGLISH = {
    "front-ends": "What other systems look at",
    "front-ends.about": "Every system turns a sound into numbers before its network sees it, each in its own way. They "
    "follow the sound while you listen.",
    "front-ends.two": "Two front ends on this sound",
    "front-ends.one": "One",
    "front-ends.other": "The other",
    "front-ends.pcen": "PCEN, of the other where both have it",
    "front-ends.pcen.gain": "Gain: how far loudness is taken away",
    "front-ends.pcen.bias": "Bias: what counts as quiet",
    "front-ends.pcen.power": "Power: how far loud is squeezed",
    "front-ends.pcen.time_constant": "Time over which loudness is averaged, in s",
    "front-ends.by-server": "While this browser names the words, no sound leaves it. To see front ends live, let the "
    "server answer.",
    "front-ends.no-difference": "No difference can be drawn: the rows of these two pictures don't stand for the same "
    "thing.",
    "front-ends.differs": "What the other does differently",
    "front-ends.made": "Which front end made this array?",
    "front-ends.made-about": "Did another program turn a sound into numbers? Choose that very sound at the top and "
    "drop its numbers here (.npy, .csv, a C header or printed numbers), to see which front end made them.",
    "front-ends.array": "An array",
    "front-ends.looking": "Looking …",
}

GERMAN = {
    "front-ends": "Was andere Systeme sich ansehen",
    "front-ends.about": "Jedes System macht aus einem Klang Zahlen, bevor sein Netz ihn sieht, jedes auf seine Weise. "
    "Beim Zuhören folgen sie dem Ton.",
    "front-ends.two": "Zwei Frontends für diesen Ton",
    "front-ends.one": "Das eine",
    "front-ends.other": "Das andere",
    "front-ends.pcen": "PCEN, des anderen, wo beide es haben",
    "front-ends.pcen.gain": "Gain: wie weit Lautstärke weggenommen wird",
    "front-ends.pcen.bias": "Bias: was als leise zählt",
    "front-ends.pcen.power": "Power: wie weit Lautes gestaucht wird",
    "front-ends.pcen.time_constant": "Zeit, über die Lautstärke gemittelt wird, in s",
    "front-ends.by-server": "Solange dieser Browser die Wörter nennt, verlässt kein Ton ihn. Um Frontends live zu "
    "sehen, lass den Server antworten.",
    "front-ends.no-difference": "Ein Unterschied lässt sich nicht zeichnen: Die Zeilen dieser beiden Bilder stehen "
    "nicht für dasselbe.",
    "front-ends.differs": "Was das andere anders macht",
    "front-ends.made": "Welches Frontend hat diese Zahlen gemacht?",
    "front-ends.made-about": "Hat ein anderes Programm aus einem Ton Zahlen gemacht? Wähle oben genau diesen Ton und "
    "leg die Zahlen hier ab (.npy, .csv, ein C-Header oder ausgedruckte Zahlen), um zu sehen, welches Frontend sie "
    "gemacht hat.",
    "front-ends.array": "Zahlen",
    "front-ends.looking": "Ich suche …",
}
