# ruff: noqa: E501 (sentences are data)
"""200 texts in five languages with the stories they belong to, made from articles that were written for this purpose.

`make_story_set()` returns a table of documents and the true story of each. Of every article there are copies under other
headlines, light edits, truncations and updates with new facts: one story. The second article on the same event, its
translation, the same communiqué about another test, and a reprint a month later are other stories.
"""
import random

import pandas as pd

# language -> event -> two independent articles, each a list of sentences
ARTICLES = {
    "en": {
        "talks": [[
            "The two governments agreed on Tuesday to reopen the military hotline that had been silent for nearly two years.",
            "Officials from both sides spoke for twenty minutes in the border village, their first direct exchange since the winter before last.",
            "The call went through at half past three in the afternoon, a spokesman for the unification ministry told reporters in the capital.",
            "He declined to describe the tone of the conversation but said that the line was clear and that both operators had identified themselves by name.",
            "The North had cut the line in protest against the closing of a jointly run factory park, a decision that it called a declaration of war.",
            "Analysts cautioned that an open telephone line is a modest beginning and that earlier thaws had ended within months.",
            "The opposition accused the president of rewarding bad behaviour and demanded that he consult parliament before sending envoys.",
            "Shares of companies with interests near the border rose by four percent on the news."],
            [
            "After almost two years of silence the phone rang again in the border village on Tuesday, and this time somebody picked up.",
            "South Korean liaison officers had dialled the number every morning at nine without an answer, keeping a handwritten log of each attempt.",
            "What was said during those twenty minutes is known only to a handful of people, and none of them was talking in public.",
            "Former negotiators remember the line less for what it carried than for the moments when it was cut.",
            "It went dead in 2016, when the industrial park was shut, and again briefly in the spring of the year after.",
            "A retired general, who ran the exchange in the nineties, said that a working telephone prevents accidents and little else.",
            "Whether ministers will now meet depends on questions that no operator can settle."]],
        "sanctions": [[
            "The Treasury imposed penalties on nine shipping companies and twenty-eight vessels that it says helped North Korea to evade fuel limits.",
            "The measures freeze any assets that the firms hold in the United States and bar Americans from dealing with them.",
            "Officials showed photographs in which tankers lie alongside one another at night, hoses between them, far from any port.",
            "The secretary said that the campaign would continue until the transfers of oil and coal at sea had come to an end.",
            "Several of the companies are registered in Hong Kong, Singapore and Panama, and at least two share the same postal address.",
            "A lawyer for one of the owners said that his client had chartered out the ship and knew nothing of its later voyages.",
            "Diplomats at the United Nations expect a proposal to add the vessels to the list of the Security Council within weeks.",
            "Insurers in London have begun to ask for the tracking records of tankers before they renew a policy."],
            [
            "Washington has gone after the ships that keep the lights on in Pyongyang, naming more vessels in one day than in the whole of last year.",
            "The list reads like a tour of flags of convenience, from Panama to the Comoros, with owners that exist mostly on paper.",
            "Enforcement is another matter, because a ship that is struck off one register can be on another by the weekend.",
            "China, whose traders are named four times, called the step a serious mistake and asked for it to be withdrawn.",
            "At stake is the cap of half a million barrels of refined fuel a year, which inspectors believe was reached by the summer.",
            "Captains who switch off their transponders to avoid being followed risk collisions in one of the busiest seas of the world."]]},
    "nl": {
        "talks": [[
            "De twee regeringen zijn dinsdag overeengekomen de militaire hotline te heropenen die bijna twee jaar lang heeft gezwegen.",
            "Functionarissen van beide kanten spraken twintig minuten met elkaar in het grensdorp, hun eerste rechtstreekse contact sinds eergisteren winter.",
            "De verbinding kwam om half vier 's middags tot stand, zei een woordvoerder van het ministerie van Hereniging tegen journalisten in de hoofdstad.",
            "Hij wilde niets kwijt over de toon van het gesprek, maar zei dat de lijn helder was en dat beide telefonisten hun naam hadden genoemd.",
            "Het Noorden had de lijn verbroken uit protest tegen de sluiting van een gezamenlijk industriepark, een besluit dat het een oorlogsverklaring noemde.",
            "Deskundigen waarschuwden dat een open telefoonlijn een bescheiden begin is en dat eerdere toenadering na enkele maanden strandde.",
            "De oppositie verweet de president dat hij slecht gedrag beloont en eiste dat hij het parlement raadpleegt voor hij gezanten stuurt.",
            "Aandelen van bedrijven met belangen bij de grens stegen na het nieuws met vier procent."],
            [
            "Na bijna twee jaar stilte ging in het grensdorp de telefoon weer, en deze keer werd er opgenomen.",
            "Zuid-Koreaanse verbindingsofficieren draaiden elke ochtend om negen uur het nummer en schreven elke vergeefse poging in een schrift.",
            "Wat er in die twintig minuten gezegd is, weet maar een handvol mensen, en die houden hun mond.",
            "Oud-onderhandelaars herinneren zich de lijn vooral door de momenten waarop die werd doorgesneden.",
            "Een gepensioneerde generaal die de centrale in de jaren negentig leidde, zegt dat een werkende telefoon ongelukken voorkomt en weinig meer.",
            "Of ministers elkaar nu zullen ontmoeten, hangt af van vragen die geen telefonist kan beantwoorden."]],
        "trade": [[
            "De Europese Unie legt vanaf volgende maand heffingen op aan motorfietsen, whisky en spijkerbroeken uit de Verenigde Staten.",
            "Brussel antwoordt daarmee op de Amerikaanse tarieven op staal en aluminium, die volgens de Commissie in strijd zijn met de regels van de wereldhandel.",
            "De lijst is zo gekozen dat de maatregelen vooral staten raken waar de regeringspartij in het najaar herkozen wil worden.",
            "De eurocommissaris voor Handel zei dat zij de deur voor overleg openhoudt, maar niet onder dwang wil onderhandelen.",
            "Een fabrikant van motorfietsen kondigde aan een deel van zijn productie naar Thailand te verplaatsen.",
            "Nederlandse staalbedrijven vrezen dat goedkoop Aziatisch staal nu in Rotterdam wordt gelost.",
            "Het kabinet steunt de tegenmaatregelen, maar pleit voor een snelle oplossing.",
            "De euro verloor in de ochtendhandel een halve cent tegenover de dollar."],
            [
            "Wie straks een fles bourbon wil kopen, betaalt mee aan een ruzie over staal.",
            "Met een lijst van tweehonderd producten slaat Brussel terug naar Washington, dat zich op de nationale veiligheid beroept.",
            "Economen betwijfelen of zulke speldenprikken een president op andere gedachten brengen die van importheffingen een verkiezingsbelofte maakte.",
            "In de haven van Antwerpen liggen containers met jeans waarvan niemand weet welk tarief straks geldt.",
            "Duitsland wil vooral voorkomen dat auto's het volgende doelwit worden, Frankrijk dringt op hardheid aan.",
            "De Wereldhandelsorganisatie kan over de zaak oordelen, maar zo'n procedure duurt doorgaans jaren."]]},
    "fr": {
        "talks": [[
            "Les deux gouvernements sont convenus mardi de rouvrir la ligne militaire directe, muette depuis près de deux ans.",
            "Des responsables des deux camps se sont parlé pendant vingt minutes dans le village frontalier, leur premier échange direct depuis l'avant-dernier hiver.",
            "La communication a été établie à quinze heures trente, a indiqué à la presse un porte-parole du ministère de l'Unification.",
            "Il n'a pas voulu décrire le ton de la conversation, précisant que la ligne était bonne et que les deux opérateurs s'étaient présentés par leur nom.",
            "Le Nord avait coupé la liaison pour protester contre la fermeture d'un parc industriel commun, décision qu'il avait qualifiée de déclaration de guerre.",
            "Des analystes rappellent qu'une ligne ouverte n'est qu'un modeste début et que les dégels précédents n'ont duré que quelques mois.",
            "L'opposition reproche au président de récompenser la mauvaise conduite et exige qu'il consulte le Parlement avant d'envoyer des émissaires.",
            "Les actions des entreprises installées près de la frontière ont gagné quatre pour cent."],
            [
            "Le téléphone a de nouveau sonné dans le village de la frontière, et cette fois quelqu'un a décroché.",
            "Chaque matin à neuf heures, des officiers de liaison composaient le numéro et notaient l'absence de réponse dans un cahier.",
            "De ces vingt minutes, seules quelques personnes connaissent la teneur, et aucune ne s'exprime en public.",
            "Les anciens négociateurs se souviennent surtout des jours où la ligne fut coupée.",
            "Un général à la retraite, qui dirigea le central dans les années quatre-vingt-dix, estime qu'un téléphone évite les accidents, guère davantage.",
            "Quant à une rencontre des ministres, elle dépend de questions qu'aucun standard ne peut trancher."]],
        "mali": [[
            "La force internationale a perdu quatre soldats dans l'explosion d'une mine au passage d'un convoi dans le centre du pays.",
            "Le convoi ravitaillait une base située à une soixantaine de kilomètres de la ville de Mopti, selon un communiqué de la mission.",
            "Deux véhicules blindés ont été détruits et six autres militaires, blessés, ont été évacués par hélicoptère vers la capitale.",
            "Aucun groupe n'avait revendiqué l'attaque en fin de soirée.",
            "Le Conseil de sécurité a condamné l'attentat dans les termes les plus fermes et demandé aux autorités d'en poursuivre les auteurs.",
            "Depuis le début de l'année, la mission a perdu davantage d'hommes que toute autre opération de paix en cours.",
            "Le gouvernement a décrété un deuil de trois jours et promis de renforcer les patrouilles sur les routes.",
            "Plusieurs pays contributeurs demandent des véhicules mieux protégés avant de prolonger leur engagement."],
            [
            "Sur la route de Mopti, les convois roulent désormais de jour, lentement, précédés d'hommes à pied qui sondent le sable.",
            "L'explosion de mercredi rappelle que cette prudence ne suffit pas : quatre casques bleus sont morts à une heure de leur base.",
            "Les habitants du village voisin disent avoir entendu deux détonations, puis le bruit des hélicoptères.",
            "Dans cette région, l'État s'est retiré des marchés et des écoles avant de quitter les routes.",
            "À New York, on débat du mandat ; ici, on compte les roues de secours.",
            "Les familles attendront plusieurs jours que les corps soient rapatriés."]]},
    "ru": {
        "talks": [[
            "Правительства двух стран договорились во вторник вновь открыть военную линию связи, молчавшую почти два года.",
            "Представители сторон двадцать минут разговаривали в приграничном посёлке, и это был их первый прямой контакт с позапрошлой зимы.",
            "Соединение установили в половине четвёртого дня, сообщил журналистам в столице официальный представитель министерства объединения.",
            "О тоне беседы он говорить отказался, отметив лишь, что слышимость была хорошей и оба оператора назвали свои имена.",
            "Север отключил линию в знак протеста против закрытия совместного промышленного парка, назвав это решение объявлением войны.",
            "Эксперты предупреждают, что открытый телефон — скромное начало и что прежние оттепели заканчивались через несколько месяцев.",
            "Оппозиция обвинила президента в поощрении дурного поведения и потребовала посоветоваться с парламентом до отправки посланников.",
            "Акции компаний, работающих у границы, подорожали на четыре процента."],
            [
            "Телефон в приграничном посёлке снова зазвонил, и на этот раз трубку сняли.",
            "Офицеры связи Юга набирали номер каждое утро в девять часов и записывали каждую безответную попытку в тетрадь.",
            "Что было сказано за эти двадцать минут, знают лишь несколько человек, и никто из них не выступает публично.",
            "Бывшие переговорщики помнят эту линию главным образом по тем дням, когда её обрывали.",
            "Отставной генерал, руководивший узлом связи в девяностые, считает, что работающий телефон предотвращает случайности, но не более.",
            "Встретятся ли теперь министры, зависит от вопросов, которых не решит ни один телефонист."]],
        "gas": [[
            "Москва и Киев подписали протокол о транзите газа, завершив переговоры, которые длились пять дней без перерыва.",
            "Документ предусматривает прокачку шестидесяти пяти миллиардов кубометров в первый год и сорока миллиардов в каждый из следующих четырёх.",
            "Стороны договорились отказаться от взаимных исков, а присуждённая арбитражем сумма будет выплачена до конца декабря.",
            "Посредником выступал вице-президент Еврокомиссии, который назвал итог хорошей новостью для потребителей.",
            "Тариф на прокачку не раскрывается, однако участники встречи говорят о небольшом повышении.",
            "Аналитики напоминают, что прежний договор истекал через десять дней, и рынок готовился к остановке поставок.",
            "Цена газа на европейских площадках в пятницу снизилась на семь процентов.",
            "Окончательные контракты юристы компаний обещают подготовить к католическому Рождеству."],
            [
            "В последнюю неделю года переговорщики спали по три часа и ели бутерброды, зато зима в Европе пройдёт спокойно.",
            "Компромисс стал возможен, когда одна сторона согласилась платить по решению арбитров, а другая — забыть об остальных претензиях.",
            "Пять лет — срок средний: одни хотели десять, другие год.",
            "Для бюджета страны-транзитёра это около двух миллиардов долларов ежегодно.",
            "Строительство обходного трубопровода по дну моря между тем остановлено из-за санкций.",
            "Что будет с трубой после истечения договора, не берётся предсказать никто из участников."]]},
    "zh": {
        "talks": [[
            "双方政府周二同意重新开通中断近两年的军事热线。",
            "两国官员在边境村庄通话二十分钟，这是前年冬天以来双方首次直接接触。",
            "统一部发言人在首都对记者说，电话于下午三时三十分接通。",
            "他没有透露谈话的气氛，只表示线路清晰，双方接线员都报上了自己的姓名。",
            "北方此前为抗议共同经营的工业园区被关闭而切断了热线，并称这一决定等同于宣战。",
            "分析人士提醒，开通一条电话线只是有限的开端，以往的缓和都在数月之内告终。",
            "反对党指责总统奖励不良行为，要求他在派遣特使之前先征求国会的意见。",
            "消息传出后，在边境附近有业务的公司股价上涨了百分之四。"],
            [
            "沉默近两年之后，边境村庄里的电话铃声再次响起，这一次终于有人接听。",
            "南方的联络官每天上午九点拨打同一个号码，并把每一次无人应答记在本子上。",
            "那二十分钟里说了些什么，只有少数几个人知道，而他们都没有公开发言。",
            "曾经参加谈判的人记得最清楚的，是这条线路被切断的那些日子。",
            "一位九十年代主管过总机的退役将军认为，电话能避免意外，但作用也仅限于此。",
            "部长们能否会面，取决于接线员无法解决的那些问题。"]],
        "trade": [[
            "商务部宣布，自下月一日起对原产于美国的一百二十八项商品加征关税。",
            "清单包括猪肉、水果、葡萄酒和无缝钢管，涉及贸易额约三十亿美元。",
            "发言人说，这是对美方钢铁和铝产品关税措施的对等回应，目的在于维护世界贸易组织规则。",
            "他表示中方不愿打贸易战，但绝不会坐视合法权益受到损害，双方应通过对话解决分歧。",
            "美国养猪户协会对此表示担忧，称中国是其第三大出口市场。",
            "青岛港的进口商说，已有三批货物推迟报关，等待税率明确。",
            "分析认为，大豆和飞机没有列入清单，说明北京仍留有余地。",
            "受消息影响，上海股市当日收盘下跌百分之一点三。"],
            [
            "超市里的加州橙子要涨价了，原因却与橙子毫无关系。",
            "华盛顿以国家安全为由提高钢材关税之后，北京选择从农产品开始还击。",
            "经济学家计算，三十亿美元不到两国贸易额的百分之一，更像是一声警告。",
            "真正让农场主夜不能寐的是大豆，那才是太平洋两岸之间最大的一笔生意。",
            "双方的谈判代表下周仍将见面，至于议程，至今没有人愿意说明。",
            "一位退休外交官说，关税来得快，去得慢，历史上很少有例外。"]]},
}
HEADLINES = {
    "en": ["Hotline rings again", "Line open after two years", "Treasury names ships", "Pressure at sea", "What we know so far", "Morning briefing: the main points"],
    "nl": ["Hotline weer open", "Eerste gesprek in twee jaar", "Brussel slaat terug", "Heffingen op komst", "Wat we nu weten", "Ochtendnieuws in het kort"],
    "fr": ["La ligne est rétablie", "Premier appel en deux ans", "Quatre morts dans le centre", "Un convoi attaqué", "Ce que l'on sait", "L'essentiel du matin"],
    "ru": ["Линия снова работает", "Первый звонок за два года", "Протокол подписан", "Транзит продолжится", "Что известно к утру", "Главное за день"],
    "zh": ["热线重新开通", "两年来首次通话", "关税清单公布", "加征关税下月生效", "目前所知", "早间要闻"],
}
DATELINES = {"en": "SEOUL, Feb 13 (Agency) - ", "nl": "SEOUL (Persdienst) - ", "fr": "SÉOUL, 13 fév (Agence) - ", "ru": "СЕУЛ, 13 февраля (Агентство). ", "zh": "本社首尔2月13日电 "}
CREDITS = {"en": "Reporting by our correspondents; editing by the foreign desk.", "nl": "Bewerkt door de buitenlandredactie.", "fr": "Avec les correspondants de la rédaction.",
           "ru": "По сообщениям корреспондентов.", "zh": "（编辑：国际部）"}
NEWS = {  # what an update adds
    "en": ["In a statement issued late in the evening the foreign ministry said that it was studying the matter with its partners.",
           "A second meeting at the level of deputy ministers is planned for the coming days, two people familiar with the plans said."],
    "nl": ["Het ministerie van Buitenlandse Zaken liet laat in de avond weten de kwestie met de bondgenoten te bestuderen.",
           "Een tweede bijeenkomst op het niveau van onderministers staat voor de komende dagen gepland, zeggen twee ingewijden."],
    "fr": ["Dans un communiqué diffusé tard dans la soirée, le ministère des Affaires étrangères a dit étudier le dossier avec ses partenaires.",
           "Une deuxième réunion au niveau des vice-ministres est prévue dans les prochains jours, selon deux personnes informées du projet."],
    "ru": ["В заявлении, распространённом поздно вечером, министерство иностранных дел сообщило, что изучает вопрос вместе с партнёрами.",
           "Вторая встреча на уровне заместителей министров намечена на ближайшие дни, рассказали два собеседника, знакомых с планами."],
    "zh": ["外交部当晚发表声明说，正在与有关各方研究此事。", "两名知情人士透露，副部长级的第二次会谈计划在未来几天举行。"],
}
EDITS = {  # what a desk changes lightly
    "en": [("said", "stated"), ("nearly", "almost"), ("percent", "per cent"), ("declined", "refused"), ("begun", "started"), ("several", "some")],
    "nl": [("zei", "aldus"), ("bijna", "haast"), ("procent", "%"), ("vooral", "met name"), ("steunt", "staat achter")],
    "fr": [("près de", "presque"), ("a indiqué", "a déclaré"), ("pour cent", "%"), ("plusieurs", "divers"), ("rappellent", "soulignent")],
    "ru": [("сообщил", "заявил"), ("почти", "около"), ("предупреждают", "отмечают"), ("назвал", "счёл"), ("небольшом", "некотором")],
    "zh": [("表示", "称"), ("近两年", "将近两年"), ("提醒", "指出"), ("约", "大约"), ("认为", "指出")],
}
# the same communiqué about different tests: as alike as two copies, and never one story
COMMUNIQUE = {
    "en": "The Joint Chiefs of Staff said that North Korea fired {what} from {place} toward {toward} at {time} on {date}. It flew about {km} kilometres and reached an altitude of {alt} kilometres. "
          "South Korean and United States intelligence authorities are analysing the details. Our military has strengthened surveillance and vigilance in preparation for further launches and, while "
          "cooperating closely with the United States, maintains a full readiness posture. The National Security Council met at the presidential office and expressed strong regret.",
    "zh": "韩国联合参谋本部{date}表示，朝鲜于{time}从{place}向{toward}发射了{what}，飞行距离约{km}公里，最大高度约{alt}公里。韩美情报部门正在对具体参数进行分析。"
          "军方已加强监视和警戒，以防朝鲜进一步发射，并在与美方密切合作的同时保持万全的戒备态势。青瓦台召开国家安全保障会议，对此表示强烈遗憾。",
}
SLOTS = {
    "en": [dict(what="an unidentified ballistic missile", place="the Wonsan area", toward="the East Sea", time="6:42 a.m.", date="2 March", km=410, alt=50),
           dict(what="two short-range ballistic missiles", place="Hamhung", toward="the East Sea", time="5:34 a.m.", date="10 March", km=400, alt=48),
           dict(what="several cruise missiles", place="the Sunchon area", toward="the West Sea", time="7:15 a.m.", date="14 March", km=240, alt=30),
           dict(what="a submarine-launched ballistic missile", place="the waters off Sinpo", toward="the East Sea", time="10:17 a.m.", date="5 March", km=590, alt=60)],
    "zh": [dict(what="一枚不明弹道导弹", place="元山一带", toward="东部海域", time="上午6时42分", date="2日", km=410, alt=50),
           dict(what="两枚短程弹道导弹", place="咸兴", toward="东部海域", time="清晨5时34分", date="10日", km=400, alt=48),
           dict(what="数枚巡航导弹", place="顺川一带", toward="西部海域", time="上午7时15分", date="14日", km=240, alt=30),
           dict(what="一枚潜射弹道导弹", place="新浦近海", toward="东部海域", time="上午10时17分", date="5日", km=590, alt=60)],
}
N_TEXTS = 200


def _join(sentences, language):
    return ("" if language == "zh" else " ").join(sentences)


def _edit(sentences, language, rng):
    changes = rng.sample(EDITS[language], 3)
    edited = []
    for sentence in sentences:
        for old, new in changes:
            sentence = sentence.replace(old, new, 1)
        edited.append(sentence)
    del edited[rng.randrange(2, len(edited))]
    return edited


def _versions(sentences, language, rng):
    """Yield (kind, sentences) of one article: the article, and what papers and desks make of it."""
    yield "article", sentences
    yield "copy", sentences
    yield "wire copy", [DATELINES[language] + sentences[0], *sentences[1:], CREDITS[language]]
    yield "light edit", _edit(sentences, language, rng)
    yield "truncation", sentences[:max(3, round(len(sentences) * rng.uniform(0.4, 0.7)))]
    update = list(sentences)
    update.insert(rng.randrange(1, 3), NEWS[language][0])
    yield "update", [*update, NEWS[language][1]]
    yield "update, cut", [sentences[0], NEWS[language][rng.randrange(2)], *sentences[1:-1]]
    yield "wire copy, edited", [DATELINES[language] + _edit(sentences, language, rng)[0], *_edit(sentences, language, rng)[1:]]


def make_story_set(seed=2018):
    """Return (documents, truth): a table with document_id, title, text, language and dates, and the true story of each row."""
    rng = random.Random(seed)
    rows, truth = [], []

    def add(story, language, title, body, day):
        date = pd.NaT if day is None else pd.Timestamp("2018-02-13") + pd.Timedelta(days=day)
        rows.append({"document_id": f"{rng.getrandbits(64):016x}", "title": title, "text": f"{title}\n\n{body}", "language": language, "date_start": date, "date_end": date})
        truth.append(story)

    for language, events in ARTICLES.items():
        for event, articles in events.items():
            for number, sentences in enumerate(articles):
                story, first_day = f"{language} {event} {number}", rng.randrange(0, 3)
                for _kind, version in _versions(sentences, language, rng):
                    add(story, language, rng.choice(HEADLINES[language]), _join(version, language), first_day + rng.randrange(0, 4))
            # the same text again a month and a half later, and once more a day after that: a reprint is a story of its own
            for day in (45, 46):
                add(f"{language} {event} reprint", language, HEADLINES[language][5], _join(articles[0], language), day)
    for language, slots in SLOTS.items():
        for number, slot in enumerate(slots):
            body = COMMUNIQUE[language].format(**slot)
            for copy in range(2):
                add(f"{language} test {number}", language, rng.choice(HEADLINES[language]), DATELINES[language] * copy + body, 17 + 2 * number + copy)
    for language in ("en", "nl", "zh", "fr"):
        add(f"{language} talks 0", language, HEADLINES[language][0], _join(ARTICLES[language]["talks"][0], language), None)
    assert len(rows) == N_TEXTS, len(rows)
    order = list(range(N_TEXTS))
    rng.shuffle(order)
    documents = pd.DataFrame([rows[i] for i in order]).astype({"document_id": "str", "title": "str", "text": "str", "language": "str"})
    for column in ("date_start", "date_end"):
        documents[column] = documents[column].astype("datetime64[us]")
    return documents, pd.Series([truth[i] for i in order], name="story")
