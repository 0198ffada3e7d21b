"""Markup that tries to act, to fetch or to deceive. Written for this project."""

import json
from email import message_from_bytes, policy
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "hostile"

# Each names its own host, so that a request tells which of them got out.
OWN = [
    "<script>alert(1)</script>",
    "<script src=https://a1.kwaad.example/x.js></script>",
    "<img src=x onerror=alert(2)>",
    "<img src=https://a2.kwaad.example/pixel.gif>",
    "<img srcset='https://a3.kwaad.example/1 1x, https://a3.kwaad.example/2 2x'>",
    "<svg onload=alert(3)><image href=https://a4.kwaad.example/x></svg>",
    "<svg><script>alert(4)</script></svg>",
    "<svg><animate onbegin=alert(5) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(6)>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(7)>",
    "<iframe src='javascript:alert(8)'></iframe><iframe srcdoc='<script>alert(9)</script>'>",
    "<iframe src=https://a5.kwaad.example></iframe>",
    "<object data=https://a6.kwaad.example></object><embed src=https://a7.kwaad.example>",
    "<link rel=stylesheet href=https://a8.kwaad.example/x.css>",
    "<link rel=prefetch href=https://a9.kwaad.example/><link rel=preload as=image href=//b1.nl>",
    "<link rel=dns-prefetch href=//b2.example><link rel=preconnect href=//b3.kwaad.example>",
    "<style>@import 'https://b4.kwaad.example/x.css'; b{background:url(//b5.example)}</style>",
    "<p style='background:url(https://b6.kwaad.example/x)'>x</p>",
    "<body background=https://b7.kwaad.example/x><table background=//b8.kwaad.example>",
    "<meta http-equiv=refresh content='0;url=https://b9.kwaad.example/'>",
    "<base href=https://c1.kwaad.example/><img src=/x><a href=/y>y</a>",
    "<form action=https://c2.kwaad.example><input name=a autofocus onfocus=alert(10)></form>",
    "<video src=https://c3.kwaad.example/v autoplay onloadstart=alert(11)></video>",
    "<audio src=https://c4.kwaad.example/v autoplay></audio><track src=//c5.kwaad.example>",
    "<video poster=https://c6.kwaad.example/p></video><input type=image src=//c7.kwaad.example>",
    "<details open ontoggle=alert(12)>x</details><marquee onstart=alert(13)>x</marquee>",
    "<a href='javascript:alert(14)' id=click>klik</a>",
    "<a href='&#106;avascript:alert(15)'>klik</a><a href='java\tscript:alert(16)'>klik</a>",
    "<a href='data:text/html,<script>alert(17)</script>'>klik</a>",
    "<a href=https://c8.kwaad.example ping=https://c9.kwaad.example>verder</a>",
    "<button hx-get=https://d1.kwaad.example hx-trigger=load data-hx-on:load=alert(18)>x</button>",
    "<noscript><p title='</noscript><img src=x onerror=alert(19)>'></noscript>",
    "<template><img src=x onerror=alert(20)></template><textarea></textarea><img src=//d2.example>",
    "<title></title><img src=x onerror=alert(21)><xmp></xmp><plaintext><img src=//d3.example>",
    "<!--><img src=x onerror=alert(22)>--><![CDATA[><img src=//d4.kwaad.example>]]>",
    "<img src='cid:x' onerror=alert(23)><img src='cid:\"><script>alert(24)</script>'>",
    "<img alt='\"><script>alert(25)</script>' src=x><p title=`'\"><script>alert(26)</script>`>",
    "<a href='https://d5.kwaad.example/\"onmouseover=alert(27)//'>x</a>",
    "<a href='https://x.example/'><script>alert(28)</script></a>",
    "<applet code=x archive=//d6.kwaad.example><isindex action=//d7.kwaad.example type=image>",
    "<object type='text/x-scriptlet' data=https://d8.kwaad.example></object>",
    "<?xml-stylesheet href='https://d9.kwaad.example/x.css'?><x>\u0000<scr\u0000ipt>alert(29)",
    "<p>" + "<b>" * 90 + "<script>alert(30)</script>",
    "<image src=https://e1.kwaad.example/x><image href=//e2.kwaad.example onerror=alert(31)>",
    "<portal src=https://e3.kwaad.example></portal><fencedframe src=https://e4.kwaad.example>",
    "<script type=speculationrules>"
    '{"prefetch":[{"source":"list","urls":["https://e5.kwaad.example"]}]}</script>',
    "<dialog open><p>Log opnieuw in</p></dialog><div popover id=p>x</div>",
]


def shared() -> list[str]:
    """Return the HTML among the shared corpora; none when they are not beside the project."""
    strings = SHARED / "strings" / "blns.json"
    if not strings.exists():
        return []
    found = [text for text in json.loads(strings.read_text()) if "<" in text]
    for test in sorted((SHARED / "xss" / "bleach").glob("*.test")):
        found.append(test.read_text(errors="replace").split("\n--\n")[0])
    for mail in sorted((SHARED / "generated" / "mail").glob("4*.eml")):
        parsed = message_from_bytes(mail.read_bytes(), policy=policy.compat32)
        for part in parsed.walk():
            if part.get_content_type() == "text/html":
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                found.append(content.decode("utf-8", "replace")[:200_000])
    return found
