"""People are never dropped for their phone's or app's name; robots are told by theirs.

The people's agents are of the kinds that browsers, apps, televisions and consoles send.
"""

import pytest

from chalicelib.processing.filters.robots import is_robot

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROME = f"{WEBKIT} Chrome/124.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


def android(device: str, rest: str = CHROME) -> str:
    return f"Mozilla/5.0 (Linux; Android 13; {device}) {rest}"


PHONES = (
    "CUBOT_J10",
    "CUBOT X30",
    "M bot 60",
    "VR BOT 552 PLUS",
    "B BOT 550 Build/MRA58K; wv",
    "ID bot 53+ Build/NRD90M",
    "POWER BOT Build/MRA58K",
    "XBot_Senior Build/O11019",
    "XBot Junior",
    "C Bot Tab 70",
    "Spider 8",
    "Moto G Power (2022)",
    "Crawler X1",
    "U; en-us; CUBOT S200 Build/JDQ39",
    "SAMSUNG SM-G991B",
)
BROWSERS = (
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; SLCC2; .NET CLR 2.0.50727)",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/129.0.0.0 Safari/537.36",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/128.0.0.0 YaBrowser/24.10.0.0 Safari/537.36",
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/124.0.0.0 Safari/537.36",
    f"{IPHONE} Version/17.4 Mobile/15E148 Safari/604.1 Ddg/17.4",
    android("SM-G991B").replace("Mobile ", "Mobile DuckDuckGo/5 "),
)
APPS = (
    f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/456.0.0.32.107;FBDV/iPhone14,5]",
    f"{IPHONE} Mobile/15E148 Instagram 312.0.1.19.124 (iPhone13,2; iOS 17_4; de_DE)",
    f"{IPHONE} Mobile/15E148 [Pinterest/iOS]",
    f"{IPHONE} GSA/310.0.615 Mobile/15E148 Safari/604.1",
    f"{IPHONE} Mobile/15E148 MicroMessenger/8.0.47 NetType/WIFI Language/zh_CN",
    f"{IPHONE} Mobile/15E148 Safari Line/14.3.0",
    f"{IPHONE} Mobile/15E148 NAVER(inapp; search; 1200; 12.6.1; 13)",
    f"{IPHONE} Mobile/21E219 LinkedInApp",
    f"{IPHONE} Mobile/15E148 Twitter for iPhone/10.32",
    android("Pixel 7; wv", f"{WEBKIT} Version/4.0 Chrome/124.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/456;]"),
    android("2201117TG; wv", f"{CHROME} trill_340003 BytedanceWebview/d8a21c6"),
    "WhatsApp/2.17.427 Android/7.0 Device/motorola-Moto_C_Plus",
    "WhatsApp Business/711804668 CFNetwork/3826.500.111.2.2 Darwin/24.4.0",
    "iRobot Home/7.16.0 CFNetwork/1496.0.7 Darwin/23.5.0",
    "ChatBot/12 CFNetwork/1496.0.7 Darwin/23.5.0",
    "MyBot/3.2.0 (Android 12; CUBOT) okhttp/4.12.0",
    "Dalvik/2.1.0 (Linux; U; Android 9; CUBOT_X18_Plus Build/PPR1)",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Trading-Bot/1.4.0 Electron/29.1.0 Safari/537",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Slack_SSB/4.37 Electron/29.1.0 Safari/537.36",
)
DEVICES = (
    f"Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) {WEBKIT} 76.0.3809.146/6.0 TV Safari/537.36",
    f"Mozilla/5.0 (Web0S; Linux/SmartTV) {WEBKIT} Chrome/87.0.4280.88 Safari/537.36 WebAppManager",
    "Mozilla/5.0 (PlayStation; PlayStation 5/8.20) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15",
    "Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) NF/6.0.2.21.3 NintendoBrowser/5",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) {WEBKIT} Chrome/124.0.0.0 Safari/537.36 Edge/44.18363",
    f"Mozilla/5.0 (X11; Linux armv7l) {WEBKIT} Chrome/83.0.4103.106 Safari/537.36 CrKey/1.54.248666",
    f"Mozilla/5.0 (Linux; Android 9; AFTSSS Build/PS7) {CHROME} Silk/112.3.1",
    "Roku/DVP-12.5 (12.5.0.4178-46)",
)
SERVICES = (
    "",
    "python-requests/2.32.3",
    "curl/8.5.0",
    "axios/1.7.2",
    "ELB-HealthChecker/2.0",
    "kube-probe/1.29",
    "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    "GitHub-Hookshot/0f3b2a1",
    "APIs-Google (+https://developers.google.com/webmasters/APIs-Google.html)",
    "Slackbot 1.0(+https://api.slack.com/robots)",
)
ROBOTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    android("Nexus 5X Build/MMB29P", f"{CHROME} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
    android("CUBOT_J10", f"{CHROME} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
    android("", "AppleWebKit/537.36 Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)"),
    android("Calypso AppCrawler Build/MMB30Y; wv"),
    "Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 Safari/537.36 (compatible; PetalBot;+https://petalsearch.com)",
    "AdsBot-Google (+http://www.google.com/adsbot.html)",
    "FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "Mozilla/5.0 (compatible; Yeti/1.1; +http://naver.me/spd)",
    "DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)",
    "Mozilla/5.0 (compatible; DuckDuckGo-Favicons-Bot/1.0; +http://duckduckgo.com)",
    f"{IPHONE} Version/17.4 Mobile/15E148 Safari/604.1 (Applebot/0.1; +http://www.apple.com/go/applebot)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
    "Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    f"Mozilla/5.0 {WEBKIT}; compatible; ChatGPT-User/1.0; +https://openai.com/bot",
    "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Twitterbot/1.0",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "TelegramBot (like TwitterBot)",
    "WhatsApp/2.23.20.0 A",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Slack-ImgProxy 0.19 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "ia_archiver",
    "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)",
    "CCBot/2.0 (https://commoncrawl.org/faq/)",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Chrome/109.0.0.0 Safari/537.36 Chrome-Lighthouse",
    "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
    "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    f"Better Uptime Bot Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/74.0.3729.169 Safari/537.36",
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/120.0 Safari/537.36 DatadogSynthetics",
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/98.0.4758.102 Safari/537.36 PTST/220216.200657",
    "Mozilla/5.0 (compatible; HubSpot Crawler; web-crawlers@hubspot.com)",
    "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
    "AWS Security Scanner",
    "Some Bot/1.0",
    "my-company-spider",
)


@pytest.mark.parametrize("agent", [*map(android, PHONES), *BROWSERS, *APPS, *DEVICES, *SERVICES])
def test_people_and_their_programs_are_kept(agent: str) -> None:
    assert not is_robot(agent)


@pytest.mark.parametrize("agent", ROBOTS)
def test_robots_are_told(agent: str) -> None:
    assert is_robot(agent)
